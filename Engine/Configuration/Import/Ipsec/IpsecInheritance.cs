namespace Pipeline.Engine.Configuration.Import.Ipsec;

/// <summary>What a section says together with those that it takes over: its own, then <c>also=</c>, then <c>%default</c>.</summary>
/// <param name="sections">All sections.</param>
/// <param name="report">Where notes go.</param>
internal sealed class IpsecInheritance(IReadOnlyList<IpsecSection> sections, ImportReport report)
{
    private const string Default = "%default";

    private readonly ILookup<(string Kind, string Name), IpsecSection> _byName = sections.ToLookup(section => (section.Kind, section.Name));
    private readonly HashSet<string> _templates = [.. sections.SelectMany(section => section.Also).Select(also => also.Text)];

    /// <summary>True for a connection that others take over: without <c>auto</c> of its own it is only that.</summary>
    public bool IsTemplate(IpsecSection section) => _templates.Contains(section.Name);

    /// <summary>All values of a section.</summary>
    public OrderedDictionary<string, IpsecValue> Resolve(IpsecSection section)
    {
        var values = new OrderedDictionary<string, IpsecValue>(StringComparer.Ordinal);
        Collect(section, values, new HashSet<string>(StringComparer.Ordinal), depth: 0);
        foreach (IpsecSection standard in _byName[(section.Kind, Default)])
        {
            Collect(standard, values, new HashSet<string>(StringComparer.Ordinal), depth: 0);
        }

        return values;
    }

    private void Collect(IpsecSection section, OrderedDictionary<string, IpsecValue> values, HashSet<string> visited, int depth)
    {
        foreach ((string keyword, IpsecValue value) in section.Values)
        {
            values.TryAdd(keyword, value);
        }

        foreach (IpsecValue also in section.Also)
        {
            IpsecSection[] others = [.. _byName[(section.Kind, also.Text)]];
            if (others.Length == 0 || depth == ImportLimits.Depth)
            {
                report.LeaveOut(also.Line, $"also={ImportReport.Quote(also.Text)}: {(others.Length == 0 ? "there is no such section" : "too many of them lead to each other")}");
            }
            else if (visited.Add(also.Text))
            {
                Array.ForEach(others, other => Collect(other, values, visited, depth + 1));
            }
        }
    }
}
