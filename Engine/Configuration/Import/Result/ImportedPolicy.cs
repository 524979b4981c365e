namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>One policy.</summary>
/// <param name="Name">Its name, unique in the result.</param>
internal sealed record ImportedPolicy(string Name)
{
    /// <summary>True for the order of Windows, false for that of the file.</summary>
    public bool IsMostSpecificFirst { get; init; }

    /// <summary>Lists that rules share, by name.</summary>
    public OrderedDictionary<string, IReadOnlyList<ImportedFilter>> FilterLists { get; } = new(StringComparer.Ordinal);

    public List<ImportedAction> Actions { get; } = [];

    public List<ImportedRule> Rules { get; } = [];
}
