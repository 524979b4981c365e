using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy;

/// <summary>One description of traffic: a selector, and whether its answers belong to it too.</summary>
/// <param name="Selector">The traffic, in the direction in which we send it.</param>
/// <param name="Mirrored">True to match the answer's direction too.</param>
public sealed record Filter(TrafficSelector Selector, bool Mirrored = false)
{
    /// <summary>Whose address the source is; null when the selector says it itself.</summary>
    public AddressName? SourceName { get; init; }

    /// <summary>Whose address the destination is; null when the selector says it itself.</summary>
    public AddressName? DestinationName { get; init; }

    /// <summary>False while a name has no address yet: the filter then takes nothing. See <see cref="PolicyAddresses.Resolve"/>.</summary>
    public bool IsResolved =>
        (SourceName is null || Selector.Source is not null) && (DestinationName is null || Selector.Destination is not null);

    /// <summary>True when the flow is the filter's traffic.</summary>
    public bool Matches(in FlowKey flow) =>
        IsResolved && (Selector.Contains(flow) || (Mirrored && Selector.Reversed.Contains(flow)));
}
