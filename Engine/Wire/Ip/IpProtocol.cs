namespace Pipeline.Engine.Wire.Ip;

/// <summary>Numbers of the IPv4 protocol field and the IPv6 next header field (IANA "Protocol Numbers").</summary>
public static class IpProtocol
{
    /// <summary>IPv6 hop-by-hop options; 0 means the same nowhere else (RFC 8200 §4.3).</summary>
    public const byte HopByHopOptions = 0;

    /// <summary>ICMP for IPv4 (RFC 792).</summary>
    public const byte IcmpV4 = 1;

    /// <summary>An IPv4 packet inside: what tunnel mode carries (RFC 2003).</summary>
    public const byte Ipv4 = 4;

    /// <summary>TCP (RFC 9293).</summary>
    public const byte Tcp = 6;

    /// <summary>UDP (RFC 768).</summary>
    public const byte Udp = 17;

    /// <summary>DCCP; has ports where UDP has them (RFC 4340).</summary>
    public const byte Dccp = 33;

    /// <summary>An IPv6 packet inside (RFC 2473).</summary>
    public const byte Ipv6 = 41;

    /// <summary>IPv6 routing header (RFC 8200 §4.4).</summary>
    public const byte Routing = 43;

    /// <summary>IPv6 fragment header (RFC 8200 §4.5).</summary>
    public const byte Fragment = 44;

    /// <summary>Generic routing encapsulation (RFC 2784).</summary>
    public const byte Gre = 47;

    /// <summary>Encapsulating security payload (RFC 4303).</summary>
    public const byte Esp = 50;

    /// <summary>Authentication header (RFC 4302).</summary>
    public const byte Ah = 51;

    /// <summary>ICMP for IPv6 (RFC 4443).</summary>
    public const byte IcmpV6 = 58;

    /// <summary>Nothing follows; inside ESP, a dummy packet (RFC 4303 §2.6).</summary>
    public const byte NoNextHeader = 59;

    /// <summary>IPv6 destination options (RFC 8200 §4.6).</summary>
    public const byte DestinationOptions = 60;

    /// <summary>SCTP; has ports where UDP has them (RFC 9260).</summary>
    public const byte Sctp = 132;

    /// <summary>IPv6 mobility header (RFC 6275).</summary>
    public const byte Mobility = 135;

    /// <summary>UDP-Lite; has ports where UDP has them (RFC 3828).</summary>
    public const byte UdpLite = 136;

    /// <summary>ESP with AGGFRAG payloads, as the next header inside ESP says it (RFC 9347).</summary>
    public const byte Aggfrag = 144;

    /// <summary>True for the transports that begin with a source and a destination port.</summary>
    public static bool HasPorts(byte protocol) => protocol is Tcp or Udp or Sctp or UdpLite or Dccp;

    /// <summary>True for the IPv6 extension headers that <see cref="IpPacket"/> walks over to find the upper layer.</summary>
    public static bool IsExtensionHeader(byte protocol) =>
        protocol is HopByHopOptions or Routing or Fragment or DestinationOptions;
}
