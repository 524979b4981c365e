namespace Pipeline.Engine.Ike.Messages;

/// <summary>Where NATs are between two peers.</summary>
[Flags]
public enum NatPresence
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>The peer's address is not what it thinks it is.</summary>
    PeerBehindNat = 1,

    /// <summary>Our address is not what we think it is: we send keep-alives (RFC 3948 §4).</summary>
    BehindNat = 2,
}
