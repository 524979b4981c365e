using Pipeline.Engine.Ike.Selectors;

namespace Pipeline.Engine.Ike;

/// <summary>What somebody may want of an IKE SA. Carried out as soon as the window and the other exchanges allow it.</summary>
public abstract record IkeOrder
{
    /// <summary>Begin to negotiate.</summary>
    public sealed record Initiate : IkeOrder;

    /// <summary>Another pair of Child SAs.</summary>
    /// <param name="Options">Which; of the connection.</param>
    /// <param name="Trigger">The packet that is waiting for it; null for none (RFC 7296 §2.9).</param>
    public sealed record NewChild(ChildOptions Options, ChildSelectors? Trigger = null) : IkeOrder;

    /// <summary>Replace a pair: its soft limit, or the end of its sequence numbers, is near.</summary>
    /// <param name="InboundSpi">Our SPI of the pair.</param>
    public sealed record RekeyChild(uint InboundSpi) : IkeOrder;

    /// <summary>Close a pair.</summary>
    /// <param name="InboundSpi">Our SPI of the pair.</param>
    public sealed record DeleteChild(uint InboundSpi) : IkeOrder;

    /// <summary>Replace the IKE SA, children kept.</summary>
    public sealed record RekeyIke : IkeOrder;

    /// <summary>Authenticate anew: another IKE SA is begun, and this one told to <see cref="MakeWay"/> (RFC 7296 §2.8.3).</summary>
    public sealed record Reauthenticate : IkeOrder;

    /// <summary>Close the IKE SA a moment from now: another one has its children by now, and what is on its way over the old ones still arrives.</summary>
    public sealed record MakeWay : IkeOrder;

    /// <summary>Ask the peer for a sign of life (RFC 7296 §2.4).</summary>
    public sealed record CheckPeer : IkeOrder;

    /// <summary>Close the IKE SA with all its children.</summary>
    public sealed record Terminate : IkeOrder;

    /// <summary>Close it without a word to the peer, which has none of it any more (INITIAL_CONTACT).</summary>
    public sealed record Forget : IkeOrder;
}
