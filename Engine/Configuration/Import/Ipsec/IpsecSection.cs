namespace Pipeline.Engine.Configuration.Import.Ipsec;

/// <summary>One section of ipsec.conf.</summary>
/// <param name="Kind"><c>config</c>, <c>conn</c> or <c>ca</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Line">Where it begins.</param>
internal sealed record IpsecSection(string Kind, string Name, int Line)
{
    /// <summary>Its values by their keyword in small letters; of several, the last.</summary>
    public OrderedDictionary<string, IpsecValue> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Sections whose values it takes over.</summary>
    public List<IpsecValue> Also { get; } = [];
}
