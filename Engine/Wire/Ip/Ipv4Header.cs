using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>The fixed part of an IPv4 header (RFC 791 §3.1), every field in host order.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |Version|  IHL  |Type of Service|          Total Length         |  0
/// |         Identification        |0 D M|     Fragment Offset     |  4
/// |  Time to Live |    Protocol   |        Header Checksum        |  8
/// |                       Source Address                          | 12
/// |                    Destination Address                        | 16
/// |                    Options ... Padding                        | 20
/// </code>
/// </remarks>
public readonly record struct Ipv4Header
{
    /// <summary>Bytes of a header without options.</summary>
    public const int MinimumLength = 20;

    /// <summary>Bytes of the longest header: 40 of options.</summary>
    public const int MaximumLength = 60;

    internal const int TypeOfServiceOffset = 1;
    internal const int TotalLengthOffset = 2;
    internal const int IdentificationOffset = 4;
    internal const int FragmentOffsetOffset = 6;
    internal const int TimeToLiveOffset = 8;
    internal const int ProtocolOffset = 9;
    internal const int ChecksumOffset = 10;
    internal const int SourceOffset = 12;
    internal const int DestinationOffset = 16;
    internal const ushort DontFragmentBit = 0x4000;
    internal const ushort MoreFragmentsBit = 0x2000;
    internal const ushort FragmentOffsetMask = 0x1FFF;

    /// <summary>Bytes of the header, options included: 20 to 60. <see cref="Write"/> always writes 20.</summary>
    public int HeaderLength { get; init; }

    /// <summary>DSCP (high 6 bits) and ECN (low 2 bits).</summary>
    public byte TypeOfService { get; init; }

    /// <summary>Bytes of the packet, header included.</summary>
    public ushort TotalLength { get; init; }

    /// <summary>What the fragments of one datagram share.</summary>
    public ushort Identification { get; init; }

    /// <summary>The DF flag.</summary>
    public bool DontFragment { get; init; }

    /// <summary>The MF flag: this is a fragment, and not the last one.</summary>
    public bool MoreFragments { get; init; }

    /// <summary>Where the payload belongs in the datagram, in bytes: a multiple of 8.</summary>
    public int FragmentOffset { get; init; }

    /// <summary>Hops that are left.</summary>
    public byte TimeToLive { get; init; }

    /// <summary>An <see cref="IpProtocol"/> number.</summary>
    public byte Protocol { get; init; }

    /// <summary>As on the wire; <see cref="Write"/> computes it and ignores this.</summary>
    public ushort Checksum { get; init; }

    /// <summary>Source address.</summary>
    public IpAddress Source { get; init; }

    /// <summary>Destination address.</summary>
    public IpAddress Destination { get; init; }

    /// <summary>Reads a header from the front of <paramref name="packet"/>; does not verify the checksum.</summary>
    /// <returns>False when version, header length or total length contradict each other or <paramref name="packet"/>.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, out Ipv4Header header) =>
        TryReadFront(packet, isCut: false, out header);

    /// <summary><see cref="TryRead"/>; <paramref name="isCut"/> tolerates that the end of the payload is missing.</summary>
    internal static bool TryReadFront(ReadOnlySpan<byte> packet, bool isCut, out Ipv4Header header)
    {
        header = default;
        if (packet.Length < MinimumLength || packet[0] >> 4 != 4)
        {
            return false;
        }

        int headerLength = HeaderLengthOf(packet);
        ushort totalLength = BinaryPrimitives.ReadUInt16BigEndian(packet[TotalLengthOffset..]);
        if (headerLength < MinimumLength || totalLength < headerLength || headerLength > packet.Length ||
            (totalLength > packet.Length && !isCut))
        {
            return false;
        }

        ushort fragment = BinaryPrimitives.ReadUInt16BigEndian(packet[FragmentOffsetOffset..]);
        header = new Ipv4Header
        {
            HeaderLength = headerLength,
            TypeOfService = packet[TypeOfServiceOffset],
            TotalLength = totalLength,
            Identification = BinaryPrimitives.ReadUInt16BigEndian(packet[IdentificationOffset..]),
            DontFragment = (fragment & DontFragmentBit) != 0,
            MoreFragments = (fragment & MoreFragmentsBit) != 0,
            FragmentOffset = (fragment & FragmentOffsetMask) * 8,
            TimeToLive = packet[TimeToLiveOffset],
            Protocol = packet[ProtocolOffset],
            Checksum = BinaryPrimitives.ReadUInt16BigEndian(packet[ChecksumOffset..]),
            Source = IpAddress.ReadIpv4(packet[SourceOffset..]),
            Destination = IpAddress.ReadIpv4(packet[DestinationOffset..]),
        };
        return true;
    }

    /// <summary>Writes <see cref="MinimumLength"/> bytes: the header without options, with its checksum.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = 0x45;
        destination[TypeOfServiceOffset] = TypeOfService;
        BinaryPrimitives.WriteUInt16BigEndian(destination[TotalLengthOffset..], TotalLength);
        BinaryPrimitives.WriteUInt16BigEndian(destination[IdentificationOffset..], Identification);
        WriteFragmentField(destination, DontFragment, MoreFragments, FragmentOffset);
        destination[TimeToLiveOffset] = TimeToLive;
        destination[ProtocolOffset] = Protocol;
        Source.Write(destination[SourceOffset..]);
        Destination.Write(destination[DestinationOffset..]);
        WriteChecksum(destination);
    }

    /// <summary>True when the checksum of the header in front of <paramref name="packet"/> is right.</summary>
    /// <param name="packet">A packet that <see cref="TryRead"/> accepts.</param>
    public static bool IsChecksumValid(ReadOnlySpan<byte> packet) =>
        InternetChecksum.Fold(InternetChecksum.Sum(packet[..HeaderLengthOf(packet)])) == 0;

    /// <summary>Computes the checksum of the header, options included, anew.</summary>
    public static void WriteChecksum(Span<byte> packet)
    {
        Span<byte> checksum = packet[ChecksumOffset..];
        BinaryPrimitives.WriteUInt16BigEndian(checksum, 0);
        uint sum = InternetChecksum.Sum(packet[..HeaderLengthOf(packet)]);
        BinaryPrimitives.WriteUInt16BigEndian(checksum, InternetChecksum.Fold(sum));
    }

    /// <summary>Changes the time to live in place, and the checksum with it.</summary>
    public static void SetTimeToLive(Span<byte> packet, byte value) =>
        SetWord(packet, TimeToLiveOffset, (ushort)((value << 8) | packet[ProtocolOffset]));

    /// <summary>Changes DSCP and ECN in place, and the checksum with it.</summary>
    public static void SetTypeOfService(Span<byte> packet, byte value) =>
        SetWord(packet, 0, (ushort)((packet[0] << 8) | value));

    /// <summary>Changes the total length in place, and the checksum with it.</summary>
    public static void SetTotalLength(Span<byte> packet, ushort value) => SetWord(packet, TotalLengthOffset, value);

    /// <summary>Changes the protocol in place, and the checksum with it.</summary>
    public static void SetProtocol(Span<byte> packet, byte value) =>
        SetWord(packet, TimeToLiveOffset, (ushort)((packet[TimeToLiveOffset] << 8) | value));

    /// <summary>Clears the DF flag in place, and corrects the checksum; nothing happens to a packet of another version.</summary>
    public static void ClearDontFragment(Span<byte> packet)
    {
        if (packet[0] >> 4 == 4)
        {
            ushort field = BinaryPrimitives.ReadUInt16BigEndian(packet[FragmentOffsetOffset..]);
            SetWord(packet, FragmentOffsetOffset, (ushort)(field & ~DontFragmentBit));
        }
    }

    /// <summary>Changes the identification in place, and the checksum with it.</summary>
    public static void SetIdentification(Span<byte> packet, ushort value) =>
        SetWord(packet, IdentificationOffset, value);

    /// <summary>Changes flags and fragment offset in place, and the checksum with it.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="dontFragment">The DF flag.</param>
    /// <param name="moreFragments">The MF flag.</param>
    /// <param name="offset">Fragment offset in bytes, a multiple of 8.</param>
    public static void SetFragment(Span<byte> packet, bool dontFragment, bool moreFragments, int offset) =>
        SetWord(packet, FragmentOffsetOffset, FragmentField(dontFragment, moreFragments, offset));

    internal static int HeaderLengthOf(ReadOnlySpan<byte> packet) => (packet[0] & 0xF) * 4;

    private static void WriteFragmentField(Span<byte> packet, bool dontFragment, bool moreFragments, int offset) =>
        BinaryPrimitives.WriteUInt16BigEndian(
            packet[FragmentOffsetOffset..], FragmentField(dontFragment, moreFragments, offset));

    private static ushort FragmentField(bool dontFragment, bool moreFragments, int offset) =>
        (ushort)((dontFragment ? DontFragmentBit : 0) | (moreFragments ? MoreFragmentsBit : 0) | (offset / 8));

    private static void SetWord(Span<byte> packet, int offset, ushort value)
    {
        ushort before = BinaryPrimitives.ReadUInt16BigEndian(packet[offset..]);
        ushort checksum = BinaryPrimitives.ReadUInt16BigEndian(packet[ChecksumOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(packet[offset..], value);
        BinaryPrimitives.WriteUInt16BigEndian(
            packet[ChecksumOffset..], InternetChecksum.Update(checksum, before, value));
    }
}
