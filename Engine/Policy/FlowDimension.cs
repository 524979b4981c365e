namespace Pipeline.Engine.Policy;

/// <summary>What a classifier tree can ask about a flow: the selectors of RFC 4301 §4.4.1.1 as axes of a space.</summary>
internal enum FlowDimension
{
    /// <summary>Source address.</summary>
    Source,

    /// <summary>Destination address.</summary>
    Destination,

    /// <summary>Upper-layer protocol.</summary>
    Protocol,

    /// <summary>Source port or message type; 0 when the packet shows none.</summary>
    SourcePort,

    /// <summary>Destination port; 0 when the packet shows none.</summary>
    DestinationPort,
}
