namespace Pipeline.Engine.Wire.Esp;

/// <summary>What a datagram on the UDP encapsulation port carries (RFC 3948 §2).</summary>
public enum UdpPayloadKind
{
    /// <summary>Nothing that belongs on this port.</summary>
    Malformed = 0,

    /// <summary>A NAT keep-alive: the one byte 0xFF (RFC 3948 §2.3).</summary>
    KeepAlive,

    /// <summary>An IKE message behind <see cref="NonEspMarker.Length"/> zero bytes (RFC 3948 §2.2).</summary>
    Ike,

    /// <summary>An ESP packet from its first byte on (RFC 3948 §2.1).</summary>
    Esp,
}
