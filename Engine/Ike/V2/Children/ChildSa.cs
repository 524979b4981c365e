using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.V2.Children;

/// <summary>One installed pair of Child SAs, as its IKE SA remembers it: without keys.</summary>
public sealed record ChildSa
{
    /// <summary>What it was negotiated for.</summary>
    public required ChildOptions Options { get; init; }

    /// <summary>Our SPI: what we receive on, and its name in orders and effects.</summary>
    public required uint InboundSpi { get; init; }

    /// <summary>The peer's SPI: what we send on.</summary>
    public required uint OutboundSpi { get; init; }

    /// <summary>Its algorithms.</summary>
    public required ChildSuite Suite { get; init; }

    /// <summary>Tunnel or transport, as agreed.</summary>
    public required SaMode Mode { get; init; }

    /// <summary>Its traffic, as agreed.</summary>
    public required ChildSelectors Selectors { get; init; }

    /// <summary>The lower nonce of the exchange that made it: decides when both sides rekey at once (RFC 7296 §2.8.1).</summary>
    internal Octets LowerNonce { get; init; }

    /// <summary>Where it is in its life.</summary>
    public ChildPhase Phase { get; init; }

    /// <summary>False while the peer is not known to have its inbound SA.</summary>
    public bool UsesOutbound { get; init; } = true;

    /// <summary>Our SPI of the pair that takes its place; null while there is none.</summary>
    public uint? SuccessorSpi { get; init; }
}
