namespace Pipeline.Engine.Wire.Ip;

/// <summary>What the IP part of a packet says, read once; all offsets are in bytes from the front of the packet.</summary>
/// <remarks>
/// <code>
/// IPv4   | header | options |                                                     | payload
///        0                                                                          PayloadOffset
/// IPv6   | header | hop-by-hop | destination | routing | fragment | destination   | payload
///        0                                               UnfragmentableLength       PayloadOffset
/// </code>
/// The payload is the upper layer: the first header that is none of those four. AH and ESP count as upper layer. In a
/// fragment that is not the first the payload is opaque, and <see cref="Protocol"/> is what the fragment header says.
/// </remarks>
public readonly record struct IpPacket
{
    /// <summary>The longest IPv4 packet, and the longest IPv6 payload, in bytes.</summary>
    public const int MaximumLength = 65535;

    /// <summary>The most IPv6 extension headers that are walked over; a packet with more is refused.</summary>
    public const int MaximumExtensionHeaderCount = 16;

    /// <summary>The family.</summary>
    public bool IsIpv6 { get; private init; }

    /// <summary>Bytes of the packet as its header says; link padding behind it does not count.</summary>
    public int TotalLength { get; private init; }

    /// <summary>Bytes of the IPv4 header with its options, or 40.</summary>
    public int HeaderLength { get; private init; }

    /// <summary>The upper-layer protocol: an <see cref="IpProtocol"/> number.</summary>
    public byte Protocol { get; private init; }

    /// <summary>The offset of the byte that holds <see cref="Protocol"/>.</summary>
    public int ProtocolOffset { get; private init; }

    /// <summary>The offset of the upper layer: behind the IP header, its options and the extension headers.</summary>
    public int PayloadOffset { get; private init; }

    /// <summary>Bytes of the upper layer.</summary>
    public int PayloadLength => TotalLength - PayloadOffset;

    /// <summary>Source address.</summary>
    public IpAddress Source { get; private init; }

    /// <summary>Destination address as the fixed header has it.</summary>
    public IpAddress Destination { get; private init; }

    /// <summary>DSCP and ECN: the type of service of IPv4.</summary>
    public byte TrafficClass { get; private init; }

    /// <summary>Hops that are left: the time to live of IPv4.</summary>
    public byte HopLimit { get; private init; }

    /// <summary>True when no router may fragment it: always so for IPv6.</summary>
    public bool DontFragment { get; private init; }

    /// <summary>True for a part of a datagram. False for an IPv6 "atomic fragment", which is whole (RFC 6946).</summary>
    public bool IsFragment => MoreFragments || FragmentOffset != 0;

    /// <summary>True for a fragment that is not the last one.</summary>
    public bool MoreFragments { get; private init; }

    /// <summary>Where the fragment belongs in the datagram's fragmentable part, in bytes.</summary>
    public int FragmentOffset { get; private init; }

    /// <summary>What the fragments of one datagram share: 16 bits in IPv4; 0 in IPv6 without a fragment header.</summary>
    public uint Identification { get; private init; }

    /// <summary>The offset of the IPv6 fragment header; -1 when there is none.</summary>
    public int FragmentHeaderOffset { get; private init; }

    /// <summary>
    /// Bytes that every fragment repeats: the IPv4 header; in IPv6 all up to the routing header, else the hop-by-hop
    /// options, else the fixed header (RFC 8200 §4.5). A fragment header begins here.
    /// </summary>
    public int UnfragmentableLength { get; private init; }

    /// <summary>The offset of the byte that names the header at <see cref="UnfragmentableLength"/>.</summary>
    public int UnfragmentableProtocolOffset { get; private init; }

    /// <summary>Reads the IP part of <paramref name="packet"/>; bytes behind the packet's own length are tolerated.</summary>
    /// <returns>
    /// False for what is not IP or contradicts itself: a version, header length or total length that cannot be, an
    /// extension header that reaches beyond the packet, hop-by-hop options that are not first, a second fragment
    /// header, more than <see cref="MaximumExtensionHeaderCount"/> extension headers, a fragment that would end beyond
    /// <see cref="MaximumLength"/>.
    /// </returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, out IpPacket ip) =>
        TryReadFront(packet, isCut: false, out ip);

    /// <summary>Reads the IP part of a packet whose end may be missing: one that an ICMP error quotes.</summary>
    /// <returns>
    /// As <see cref="TryRead"/>; but <see cref="TotalLength"/> ends where
    /// <paramref name="packet"/> does when the header says more.
    /// </returns>
    public static bool TryReadQuoted(ReadOnlySpan<byte> packet, out IpPacket ip) =>
        TryReadFront(packet, isCut: true, out ip);

    private static bool TryReadFront(ReadOnlySpan<byte> packet, bool isCut, out IpPacket ip)
    {
        ip = default;
        if (packet.IsEmpty)
        {
            return false;
        }

        return (packet[0] >> 4) switch
        {
            4 => TryReadIpv4(packet, isCut, out ip),
            6 => TryReadIpv6(packet, isCut, out ip),
            _ => false,
        };
    }

    /// <summary>True when the first four bits say IPv4 or IPv6: what <see cref="TryRead"/> then refuses is malformed, not foreign.</summary>
    public static bool HasIpVersion(ReadOnlySpan<byte> packet) => !packet.IsEmpty && packet[0] >> 4 is 4 or 6;

    private static bool TryReadIpv4(ReadOnlySpan<byte> packet, bool isCut, out IpPacket ip)
    {
        ip = default;
        if (!Ipv4Header.TryReadFront(packet, isCut, out Ipv4Header header) ||
            header.FragmentOffset + header.TotalLength > MaximumLength)
        {
            return false;
        }

        ip = new IpPacket
        {
            TotalLength = Math.Min(header.TotalLength, packet.Length),
            HeaderLength = header.HeaderLength,
            Protocol = header.Protocol,
            ProtocolOffset = Ipv4Header.ProtocolOffset,
            PayloadOffset = header.HeaderLength,
            Source = header.Source,
            Destination = header.Destination,
            TrafficClass = header.TypeOfService,
            HopLimit = header.TimeToLive,
            DontFragment = header.DontFragment,
            MoreFragments = header.MoreFragments,
            FragmentOffset = header.FragmentOffset,
            Identification = header.Identification,
            FragmentHeaderOffset = -1,
            UnfragmentableLength = header.HeaderLength,
            UnfragmentableProtocolOffset = Ipv4Header.ProtocolOffset,
        };
        return true;
    }

    private static bool TryReadIpv6(ReadOnlySpan<byte> packet, bool isCut, out IpPacket ip)
    {
        ip = default;
        if (!Ipv6Header.TryReadFront(packet, isCut, out Ipv6Header header))
        {
            return false;
        }

        int totalLength = Math.Min(Ipv6Header.Length + header.PayloadLength, packet.Length);
        var walk = new Ipv6ExtensionWalk(packet[..totalLength]);
        if (!walk.TryFinish())
        {
            return false;
        }

        ip = new IpPacket
        {
            IsIpv6 = true,
            TotalLength = totalLength,
            HeaderLength = Ipv6Header.Length,
            Protocol = packet[walk.ProtocolOffset],
            ProtocolOffset = walk.ProtocolOffset,
            PayloadOffset = walk.Offset,
            Source = header.Source,
            Destination = header.Destination,
            TrafficClass = header.TrafficClass,
            HopLimit = header.HopLimit,
            DontFragment = true,
            MoreFragments = walk.MoreFragments,
            FragmentOffset = walk.FragmentOffset,
            Identification = walk.Identification,
            FragmentHeaderOffset = walk.FragmentHeaderOffset,
            UnfragmentableLength = walk.UnfragmentableLength,
            UnfragmentableProtocolOffset = walk.UnfragmentableProtocolOffset,
        };
        return true;
    }
}
