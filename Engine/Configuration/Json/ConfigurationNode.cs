namespace Pipeline.Engine.Configuration.Json;

/// <summary>One JSON value and where it stands in its file.</summary>
/// <remarks>Text is held in arrays and not in strings, so that <see cref="Erase"/> leaves no key behind.</remarks>
internal sealed class ConfigurationNode
{
    private const int MaximumSegmentLength = 64;

    private static readonly OrderedDictionary<string, ConfigurationNode> NoMembers = [];

    private readonly ConfigurationNode? _parent;
    private readonly string _segment;
    private readonly char[] _text;

    /// <param name="kind">What it is.</param>
    /// <param name="parent">The array or object that it is in; null for the root.</param>
    /// <param name="segment">Its name there, or its index in brackets.</param>
    /// <param name="line">The line where it begins, from 1.</param>
    /// <param name="column">The column where it begins, in bytes from 1.</param>
    /// <param name="text">What a scalar says.</param>
    internal ConfigurationNode(
        NodeKind kind, ConfigurationNode? parent, string segment, int line, int column, char[]? text = null)
    {
        Kind = kind;
        _parent = parent;
        _segment = segment.Length <= MaximumSegmentLength ? segment : $"{segment[..MaximumSegmentLength]}...";
        Items = kind == NodeKind.Array ? new List<ConfigurationNode>() : Array.Empty<ConfigurationNode>();
        Members = kind == NodeKind.Object ? new(StringComparer.Ordinal) : NoMembers;
        Line = line;
        Column = column;
        _text = text ?? [];
    }

    /// <summary>What it is.</summary>
    public NodeKind Kind { get; }

    /// <summary>How to get to it from the root: <c>sas[2].encryption.key</c>; empty for the root.</summary>
    public string Path => PathOf(_parent, _segment);

    /// <summary>The line where it begins, from 1.</summary>
    public int Line { get; }

    /// <summary>The column where it begins, in bytes from 1.</summary>
    public int Column { get; }

    /// <summary>The characters of a string, unescaped, or of a number or boolean as written.</summary>
    public ReadOnlySpan<char> Characters => _text;

    /// <summary>The characters as a string; not for keys.</summary>
    public string Text => new(_text);

    /// <summary>The values of an array.</summary>
    public IList<ConfigurationNode> Items { get; }

    /// <summary>The members of an object, in the order of the file, each name once.</summary>
    public OrderedDictionary<string, ConfigurationNode> Members { get; }

    // Made when an error needs it: kept in every node, the paths of a hostile file would outgrow the file.
    internal static string PathOf(ConfigurationNode? parent, string segment)
    {
        string path = parent?.Path ?? "";
        return path.Length == 0 || segment.StartsWith('[') ? path + segment : $"{path}.{segment}";
    }

    /// <summary>Overwrites the text of this value and of everything in it.</summary>
    public void Erase()
    {
        Array.Clear(_text);
        foreach (ConfigurationNode item in Items)
        {
            item.Erase();
        }

        foreach (ConfigurationNode member in Members.Values)
        {
            member.Erase();
        }
    }
}
