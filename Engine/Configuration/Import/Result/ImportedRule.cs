namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>One rule of a policy.</summary>
/// <param name="Name">Its name, unique in its policy.</param>
/// <param name="Action">A word, or the name of an action of the policy.</param>
internal sealed record ImportedRule(string Name, string Action)
{
    /// <summary>The name of a list of the policy; null when the filters are the rule's own.</summary>
    public string? FilterList { get; init; }

    public IReadOnlyList<ImportedFilter> Filters { get; init; } = [];

    /// <summary>The connection that negotiates for it; null for any.</summary>
    public string? Connection { get; init; }
}
