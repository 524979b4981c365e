using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy;

/// <summary>One description of traffic: a selector, and whether its answers belong to it too.</summary>
/// <param name="Selector">The traffic, in the direction in which we send it.</param>
/// <param name="Mirrored">True to match the answer's direction too.</param>
public sealed record Filter(TrafficSelector Selector, bool Mirrored = false)
{
    /// <summary>True when the flow is the filter's traffic.</summary>
    public bool Matches(in FlowKey flow) =>
        Selector.Contains(flow) || (Mirrored && Selector.Reversed.Contains(flow));
}
