using Pipeline.Engine.Policy;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.LoadTests.Rig.Traffic;

/// <summary>The policy of a load: rules that match nothing of it, then a rule for each SA.</summary>
internal static class LoadPolicy
{
    /// <summary>Makes the policy.</summary>
    /// <param name="strangers">Rules in front, which match nothing.</param>
    /// <param name="saNames">The SAs, in the order of their flows' destinations.</param>
    public static SecurityPolicy Of(int strangers, IReadOnlyList<string> saNames)
    {
        var rules = new List<PolicyRule>(strangers + saNames.Count);
        for (int number = 0; number < strangers; number++)
        {
            rules.Add(Rule($"stranger-{number}", To(FlowPackets.Elsewhere(number)), FilterAction.Block, saName: null));
        }

        for (int sa = 0; sa < saNames.Count; sa++)
        {
            TrafficSelector traffic = saNames.Count == 1 ? TrafficSelector.Any : To(FlowPackets.DestinationOf(sa));
            rules.Add(Rule(saNames[sa], traffic, FilterAction.Negotiate, saNames[sa]));
        }

        return new SecurityPolicy("load", rules);
    }

    private static TrafficSelector To(IpAddress address) => new() { Destination = AddressRange.Of(address) };

    private static PolicyRule Rule(string name, TrafficSelector traffic, FilterAction action, string? saName) => new()
    {
        Name = name,
        Filters = new FilterList(name, [new Filter(traffic)]),
        Action = action,
        SaName = saName,
    };
}
