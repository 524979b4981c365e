namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>One of the <c>children</c> of a connection, in the words of our configuration.</summary>
/// <param name="name">Its name, unique in its connection.</param>
internal sealed class ImportedChild(string name)
{
    public string Name { get; } = name;

    public bool IsAh { get; set; }

    public bool IsTransport { get; set; }

    public IReadOnlyList<string> Proposals { get; set; } = [];

    /// <summary>Empty together with <see cref="RemoteSelectors"/>: host to host.</summary>
    public IReadOnlyList<ImportedSelector> LocalSelectors { get; set; } = [];

    public IReadOnlyList<ImportedSelector> RemoteSelectors { get; set; } = [];

    /// <summary>Further members that are numbers, by the name that our configuration has for them.</summary>
    public OrderedDictionary<string, long> Numbers { get; } = new(StringComparer.Ordinal);
}
