using System.Globalization;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>A rule that does not decide about a packet, and why; also the shape of its JSON.</summary>
internal sealed record RuleMiss
{
    /// <summary>Its name.</summary>
    public required string Rule { get; init; }

    /// <summary>Its place in the policy, from 1.</summary>
    public required int RuleNumber { get; init; }

    /// <summary>Its filter list.</summary>
    public required string FilterList { get; init; }

    /// <summary>Why it does not decide.</summary>
    public required string Why { get; init; }

    /// <summary>Explains a rule.</summary>
    /// <param name="policy">Its policy.</param>
    /// <param name="ruleIndex">The rule.</param>
    /// <param name="flow">The packet's flow.</param>
    public static RuleMiss Of(SecurityPolicy policy, int ruleIndex, in FlowKey flow)
    {
        PolicyRule rule = policy.Rules[ruleIndex];
        return new RuleMiss
        {
            Rule = rule.Name,
            RuleNumber = ruleIndex + 1,
            FilterList = rule.Filters.Name,
            Why = WhyNot(rule.Filters, policy.Order, flow),
        };
    }

    private static string WhyNot(FilterList list, RuleOrder order, in FlowKey flow)
    {
        if (list.Filters.Count == 0)
        {
            return "its filter list is empty";
        }

        (int Depth, string Why) nearest = (-1, "");
        foreach (Filter filter in list.Filters)
        {
            if (filter.Matches(flow))
            {
                return order == RuleOrder.MostSpecific
                    ? $"it matches too, by {filter.Selector}, but that is less specific, or as specific and later in the file"
                    : $"it matches too, by {filter.Selector}, but comes later";
            }

            (int Depth, string Why) miss = MissOf(filter, flow);
            nearest = miss.Depth > nearest.Depth ? miss : nearest;
        }

        return list.Filters.Count == 1
            ? nearest.Why
            : string.Create(CultureInfo.InvariantCulture, $"none of its {list.Filters.Count} filters matches; the nearest: {nearest.Why}");
    }

    private static (int Depth, string Why) MissOf(Filter filter, in FlowKey flow)
    {
        if (!filter.IsResolved)
        {
            return (0, $"{filter.SourceName ?? filter.DestinationName} has no address");
        }

        (int Depth, string Why) forward = MissOf(filter.Selector, flow);
        (int Depth, string Why) back = filter.Mirrored ? MissOf(filter.Selector.Reversed, flow) : (-1, "");
        return back.Depth > forward.Depth ? (back.Depth, $"mirrored, {back.Why}") : forward;
    }

    /// <summary>The first part of a selector that a flow is not in, and how many are before it.</summary>
    private static (int Depth, string Why) MissOf(TrafficSelector selector, in FlowKey flow)
    {
        if (selector.Source is { } source && !source.Contains(flow.Source))
        {
            return (0, $"source {flow.Source} is not in {source}");
        }

        if (selector.Destination is { } destination && !destination.Contains(flow.Destination))
        {
            return (1, $"destination {flow.Destination} is not in {destination}");
        }

        if (selector.Protocol is { } protocol && protocol != flow.Protocol)
        {
            return (2, string.Create(CultureInfo.InvariantCulture, $"protocol {flow.Protocol} is not {protocol}"));
        }

        if (flow.HasMessageType || !selector.IcmpTypes.IsAny)
        {
            return (3, $"its ICMP message is not in {selector.IcmpTypes}, or the filter names ports");
        }

        return selector.SourcePorts.Contains(flow.SourcePort, flow.HasPorts)
            ? (4, string.Create(CultureInfo.InvariantCulture, $"destination port {flow.DestinationPort} is not {selector.DestinationPorts}"))
            : (3, string.Create(CultureInfo.InvariantCulture, $"source port {flow.SourcePort} is not {selector.SourcePorts}"));
    }
}
