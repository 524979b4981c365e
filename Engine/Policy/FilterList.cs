using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy;

/// <summary>Named traffic: everything that one of its filters matches.</summary>
/// <param name="Name">Its name in configuration.</param>
/// <param name="Filters">In any order; an empty list matches nothing.</param>
public sealed record FilterList(string Name, IReadOnlyList<Filter> Filters)
{
    /// <summary>True when any filter matches the flow.</summary>
    public bool Matches(in FlowKey flow)
    {
        for (int index = 0; index < Filters.Count; index++)
        {
            if (Filters[index].Matches(flow))
            {
                return true;
            }
        }

        return false;
    }
}
