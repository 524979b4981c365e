namespace Pipeline.Engine.Ike;

/// <summary>What an operator wants to know: the same facts for log, status and explanations.</summary>
public abstract record NegotiationEvent
{
    /// <summary>An IKE SA is established.</summary>
    /// <param name="Connection">Name of its connection.</param>
    /// <param name="Peer">Who the peer is.</param>
    /// <param name="Suite">What was negotiated.</param>
    public sealed record IkeEstablished(string Connection, IkeIdentity Peer, string Suite) : NegotiationEvent;

    /// <summary>A pair of Child SAs is there.</summary>
    /// <param name="Child">Its name.</param>
    /// <param name="InboundSpi">Our SPI.</param>
    /// <param name="OutboundSpi">The peer's.</param>
    public sealed record ChildEstablished(string Child, uint InboundSpi, uint OutboundSpi) : NegotiationEvent;

    /// <summary>A pair was replaced by another.</summary>
    /// <param name="Child">Its name.</param>
    /// <param name="OldInboundSpi">Our SPI of the one that was replaced.</param>
    /// <param name="NewInboundSpi">Our SPI of the other.</param>
    public sealed record ChildRekeyed(string Child, uint OldInboundSpi, uint NewInboundSpi) : NegotiationEvent;

    /// <summary>The IKE SA was replaced by another with new keys.</summary>
    /// <param name="Connection">Name of its connection.</param>
    public sealed record IkeRekeyed(string Connection) : NegotiationEvent;

    /// <summary>The last IKE SA with a peer has ended as it was meant to, by an order or by the peer, and all its children with it.</summary>
    /// <param name="Connection">Name of its connection.</param>
    /// <param name="Peer">Who the peer was.</param>
    public sealed record IkeEnded(string Connection, IkeIdentity Peer) : NegotiationEvent;

    /// <summary>A negotiation came to nothing.</summary>
    /// <param name="Failure">Why, and what would help.</param>
    public sealed record Failed(IkeFailure Failure) : NegotiationEvent;
}
