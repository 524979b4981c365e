using System.Buffers.Binary;

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

    // Narrow fields: the whole value is one cache line, and a path holds one for every packet of a batch. An IPv6 packet whose
    // payload is as long as can be has a total length above 16 bits; no offset has, since the extension headers are few.
    private readonly ushort _protocolOffset;
    private readonly ushort _payloadOffset;
    private readonly ushort _unfragmentableLength;
    private readonly ushort _unfragmentableProtocolOffset;
    private readonly ushort _fragmentOffset;
    private readonly ushort _fragmentHeaderOffset;
    private readonly byte _headerLength;

    /// <summary>The family.</summary>
    public bool IsIpv6 { get; private init; }

    /// <summary>Bytes of the packet as its header says; link padding behind it does not count.</summary>
    public int TotalLength { get; private init; }

    /// <summary>Bytes of the IPv4 header with its options, or 40.</summary>
    public int HeaderLength
    {
        get => _headerLength;
        private init => _headerLength = (byte)value;
    }

    /// <summary>The upper-layer protocol: an <see cref="IpProtocol"/> number.</summary>
    public byte Protocol { get; private init; }

    /// <summary>The offset of the byte that holds <see cref="Protocol"/>.</summary>
    public int ProtocolOffset
    {
        get => _protocolOffset;
        private init => _protocolOffset = (ushort)value;
    }

    /// <summary>The offset of the upper layer: behind the IP header, its options and the extension headers.</summary>
    public int PayloadOffset
    {
        get => _payloadOffset;
        private init => _payloadOffset = (ushort)value;
    }

    /// <summary>Bytes of the upper layer.</summary>
    public int PayloadLength => TotalLength - PayloadOffset;

    /// <summary>Source address.</summary>
    public IpAddress Source => new(SourceHigh, SourceLow, IsIpv6);

    /// <summary>Destination address as the fixed header has it.</summary>
    public IpAddress Destination => new(DestinationHigh, DestinationLow, IsIpv6);

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
    public int FragmentOffset
    {
        get => _fragmentOffset;
        private init => _fragmentOffset = (ushort)value;
    }

    /// <summary>What the fragments of one datagram share: 16 bits in IPv4; 0 in IPv6 without a fragment header.</summary>
    public uint Identification { get; private init; }

    /// <summary>The offset of the IPv6 fragment header; -1 when there is none.</summary>
    public int FragmentHeaderOffset
    {
        get => _fragmentHeaderOffset == 0 ? -1 : _fragmentHeaderOffset;
        private init => _fragmentHeaderOffset = (ushort)Math.Max(value, 0);
    }

    /// <summary>
    /// Bytes that every fragment repeats: the IPv4 header; in IPv6 all up to the routing header, else the hop-by-hop
    /// options, else the fixed header (RFC 8200 §4.5). A fragment header begins here.
    /// </summary>
    public int UnfragmentableLength
    {
        get => _unfragmentableLength;
        private init => _unfragmentableLength = (ushort)value;
    }

    /// <summary>The offset of the byte that names the header at <see cref="UnfragmentableLength"/>.</summary>
    public int UnfragmentableProtocolOffset
    {
        get => _unfragmentableProtocolOffset;
        private init => _unfragmentableProtocolOffset = (ushort)value;
    }

    internal ulong SourceHigh { get; private init; }

    internal ulong SourceLow { get; private init; }

    internal ulong DestinationHigh { get; private init; }

    internal ulong DestinationLow { get; private init; }

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
        if (packet.Length < Ipv4Header.MinimumLength)
        {
            return false;
        }

        // Straight from the bytes and not by way of Ipv4Header: this is read for every packet, on both walks.
        int headerLength = (packet[0] & 0xF) * 4;
        int totalLength = BinaryPrimitives.ReadUInt16BigEndian(packet[Ipv4Header.TotalLengthOffset..]);
        int fragment = BinaryPrimitives.ReadUInt16BigEndian(packet[Ipv4Header.FragmentOffsetOffset..]);
        int fragmentOffset = (fragment & Ipv4Header.FragmentOffsetMask) * 8;
        if (headerLength < Ipv4Header.MinimumLength || totalLength < headerLength || headerLength > packet.Length
            || (totalLength > packet.Length && !isCut) || fragmentOffset + totalLength > MaximumLength)
        {
            return false;
        }

        ip = new IpPacket
        {
            TotalLength = Math.Min(totalLength, packet.Length),
            HeaderLength = headerLength,
            Protocol = packet[Ipv4Header.ProtocolOffset],
            ProtocolOffset = Ipv4Header.ProtocolOffset,
            PayloadOffset = headerLength,
            SourceLow = BinaryPrimitives.ReadUInt32BigEndian(packet[Ipv4Header.SourceOffset..]),
            DestinationLow = BinaryPrimitives.ReadUInt32BigEndian(packet[Ipv4Header.DestinationOffset..]),
            TrafficClass = packet[Ipv4Header.TypeOfServiceOffset],
            HopLimit = packet[Ipv4Header.TimeToLiveOffset],
            DontFragment = (fragment & Ipv4Header.DontFragmentBit) != 0,
            MoreFragments = (fragment & Ipv4Header.MoreFragmentsBit) != 0,
            FragmentOffset = fragmentOffset,
            Identification = BinaryPrimitives.ReadUInt16BigEndian(packet[Ipv4Header.IdentificationOffset..]),
            UnfragmentableLength = headerLength,
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
            SourceHigh = header.Source.High,
            SourceLow = header.Source.Low,
            DestinationHigh = header.Destination.High,
            DestinationLow = header.Destination.Low,
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
