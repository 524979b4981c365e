namespace Pipeline.Engine.Ike.AnyVersion;

/// <summary>What an owner, and an operator, may know of an IKE SA whose peer has proved who it is.</summary>
/// <param name="Connection">Name of its connection.</param>
/// <param name="Peer">Who the peer is.</param>
/// <param name="Suite">Its algorithms, for people.</param>
/// <param name="IsInitiator">True when we began it.</param>
public sealed record IkeSaSummary(string Connection, IkeIdentity Peer, string Suite, bool IsInitiator)
{
    /// <summary>True once another IKE SA has taken its place: only its own end is left to do.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>True while children are still to be made.</summary>
    public bool HasChildrenToCome { get; init; }

    /// <summary>True when ESP goes in UDP.</summary>
    public bool UsesUdpEncapsulation { get; init; }

    /// <summary>True when we are behind a NAT: its mapping must be kept alive.</summary>
    public bool IsBehindNat { get; init; }
}
