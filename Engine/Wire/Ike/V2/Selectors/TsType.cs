namespace Pipeline.Engine.Wire.Ike.V2.Selectors;

/// <summary>Traffic selector types (RFC 7296 §3.13.1 and IANA "ikev2-parameters").</summary>
public enum TsType
{
    /// <summary>A range of IPv4 addresses.</summary>
    Ipv4AddressRange = 7,

    /// <summary>A range of IPv6 addresses.</summary>
    Ipv6AddressRange = 8,

    /// <summary>A security label (RFC 9478).</summary>
    SecurityLabel = 10,
}
