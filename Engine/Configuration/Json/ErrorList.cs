namespace Pipeline.Engine.Configuration.Json;

/// <summary>Collects the errors of one file.</summary>
internal sealed class ErrorList
{
    private const int MaximumCount = 1000;

    private readonly string _file;
    private readonly List<ConfigurationError> _errors = [];
    private readonly List<ConfigurationError> _warnings = [];

    public ErrorList(string file)
    {
        _file = file;
    }

    public int Count => _errors.Count;

    /// <summary>In the order of the file; errors of the same line in the order in which they were found.</summary>
    public IReadOnlyList<ConfigurationError> InFileOrder => [.. _errors.OrderBy(error => error.Line)];

    /// <summary>Notes what is wrong with a value.</summary>
    public void Add(ConfigurationNode node, string message) => Add(node.Line, node.Path, message);

    /// <summary>Notes what is wrong at a line.</summary>
    public void Add(int line, string path, string message)
    {
        // A file of a million wrong values helps nobody with a million lines.
        if (_errors.Count < MaximumCount)
        {
            _errors.Add(new ConfigurationError(_file, line, path.Length == 0 ? "document" : path, message));
        }
    }

    /// <summary>Notes what is right but should be looked at.</summary>
    public void Warn(ConfigurationNode node, string message)
    {
        if (_warnings.Count < MaximumCount)
        {
            _warnings.Add(new ConfigurationError(_file, node.Line, node.Path, message));
        }
    }

    /// <summary>The result: the value when nothing was noted.</summary>
    public ConfigurationResult<T> ToResult<T>(T? value)
        where T : class =>
        new(Count == 0 ? value : null, InFileOrder) { Warnings = [.. _warnings.OrderBy(warning => warning.Line)] };
}
