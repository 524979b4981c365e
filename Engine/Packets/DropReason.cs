namespace Pipeline.Engine.Packets;

/// <summary>Why a packet was dropped. Each reason has one counter; <see cref="None"/> means it was not dropped.</summary>
/// <remarks>The names are what <c>status</c>, summaries and metrics print; a new way to fail is a new row here.</remarks>
public enum DropReason
{
    /// <summary>Not dropped.</summary>
    None = 0,

    /// <summary>Neither IPv4 nor IPv6.</summary>
    NotIp,

    /// <summary>A header contradicts itself or the packet's length.</summary>
    Malformed,

    /// <summary>A NAT keep-alive: one byte 0xFF on UDP 4500 (RFC 3948 §2.3); not an error.</summary>
    KeepAlive,

    /// <summary>An IKE message, and nobody here who takes it.</summary>
    Ike,

    /// <summary>The policy says block, or no rule matches.</summary>
    BlockedByPolicy,

    /// <summary>Protected by policy, but no SA is installed for it.</summary>
    NoSa,

    /// <summary>Arrived in the clear although policy demands protection (RFC 4301 §5.2).</summary>
    Unprotected,

    /// <summary>No inbound SA has this SPI.</summary>
    UnknownSpi,

    /// <summary>The sequence number is left of the window or was accepted before (RFC 4303 §3.4.3).</summary>
    Replayed,

    /// <summary>The ICV is wrong.</summary>
    NotAuthentic,

    /// <summary>Authentic, but the padding is not 1, 2, 3, ... or is longer than the text (RFC 4303 §2.4).</summary>
    BadPadding,

    /// <summary>Authentic, but what is inside does not match the SA's selectors or mode (RFC 4301 §5.2).</summary>
    OutsideSelectors,

    /// <summary>A dummy packet: next header 59, made to hide traffic (RFC 4303 §2.6); not an error.</summary>
    Dummy,

    /// <summary>The last sequence number was used; the SA must be replaced (RFC 4303 §3.3.3).</summary>
    SequenceExhausted,

    /// <summary>The SA's hard lifetime is over (RFC 4301 §4.4.2.1).</summary>
    SaExpired,

    /// <summary>The SA failed inside and was taken out of service.</summary>
    SaFailed,

    /// <summary>Too long for the path, and it must not be fragmented: the sender was told (RFC 4301 §8.2).</summary>
    TooBig,

    /// <summary>A router's "too big" about one of our own packets, taken to heart (RFC 4301 §8.2.1); not an error.</summary>
    PathMtu,

    /// <summary>The buffer has too little room for the headers, the padding and the ICV.</summary>
    NoRoom,

    /// <summary>A fragment that contradicts its siblings, overlaps them or came after the table was full.</summary>
    BadFragment,

    /// <summary>A fragment whose siblings did not arrive in time.</summary>
    FragmentTimeout,

    /// <summary>The hop limit or time to live ran out here (RFC 4301 §5.1.2).</summary>
    TimeToLiveExceeded,

    /// <summary>An ECN combination that RFC 6040 §4.2 tells the decapsulator to drop.</summary>
    EcnDropped,

    /// <summary>The shard's channel was full.</summary>
    ShardFull,

    /// <summary>The packet pool was empty.</summary>
    PoolEmpty,

    /// <summary>The port did not take the packet.</summary>
    PortBusy,

    /// <summary>The system refuses to send it: no route, a source address that is not ours, a filter rule.</summary>
    SendRefused,

    /// <summary>A fault that a <c>FaultPort</c> made on purpose.</summary>
    Fault,
}
