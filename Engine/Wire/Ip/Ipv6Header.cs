using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>The fixed IPv6 header (RFC 8200 §3), every field in host order.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |Version| Traffic Class |              Flow Label               |  0
/// |         Payload Length        |  Next Header  |   Hop Limit   |  4
/// |                                                               |
/// |                     Source Address (16)                       |  8
/// |                  Destination Address (16)                     | 24
/// </code>
/// </remarks>
public readonly record struct Ipv6Header
{
    /// <summary>Bytes on the wire, extension headers not counted.</summary>
    public const int Length = 40;

    internal const int PayloadLengthOffset = 4;
    internal const int NextHeaderOffset = 6;
    internal const int HopLimitOffset = 7;
    internal const int SourceOffset = 8;
    internal const int DestinationOffset = 24;
    private const uint FlowLabelMask = 0xFFFFF;

    /// <summary>DSCP (high 6 bits) and ECN (low 2 bits).</summary>
    public byte TrafficClass { get; init; }

    /// <summary>20 bits.</summary>
    public uint FlowLabel { get; init; }

    /// <summary>Bytes behind this header, extension headers included.</summary>
    public ushort PayloadLength { get; init; }

    /// <summary>An <see cref="IpProtocol"/> number; of an extension header when there is one.</summary>
    public byte NextHeader { get; init; }

    /// <summary>Hops that are left.</summary>
    public byte HopLimit { get; init; }

    /// <summary>Source address.</summary>
    public IpAddress Source { get; init; }

    /// <summary>Destination address; of the next waypoint while a routing header has segments left.</summary>
    public IpAddress Destination { get; init; }

    /// <summary>Reads a header from the front of <paramref name="packet"/>.</summary>
    /// <returns>False when the version is not 6, or <paramref name="packet"/> is shorter than the header says.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, out Ipv6Header header) =>
        TryReadFront(packet, isCut: false, out header);

    /// <summary><see cref="TryRead"/>; <paramref name="isCut"/> tolerates that the end of the payload is missing.</summary>
    internal static bool TryReadFront(ReadOnlySpan<byte> packet, bool isCut, out Ipv6Header header)
    {
        header = default;
        if (packet.Length < Length || packet[0] >> 4 != 6)
        {
            return false;
        }

        uint first = BinaryPrimitives.ReadUInt32BigEndian(packet);
        ushort payloadLength = BinaryPrimitives.ReadUInt16BigEndian(packet[PayloadLengthOffset..]);
        if (Length + payloadLength > packet.Length && !isCut)
        {
            return false;
        }

        header = new Ipv6Header
        {
            TrafficClass = (byte)(first >> 20),
            FlowLabel = first & FlowLabelMask,
            PayloadLength = payloadLength,
            NextHeader = packet[NextHeaderOffset],
            HopLimit = packet[HopLimitOffset],
            Source = IpAddress.ReadIpv6(packet[SourceOffset..]),
            Destination = IpAddress.ReadIpv6(packet[DestinationOffset..]),
        };
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        uint first = (6u << 28) | ((uint)TrafficClass << 20) | (FlowLabel & FlowLabelMask);
        BinaryPrimitives.WriteUInt32BigEndian(destination, first);
        BinaryPrimitives.WriteUInt16BigEndian(destination[PayloadLengthOffset..], PayloadLength);
        destination[NextHeaderOffset] = NextHeader;
        destination[HopLimitOffset] = HopLimit;
        Source.Write(destination[SourceOffset..]);
        Destination.Write(destination[DestinationOffset..]);
    }

    /// <summary>Changes the hop limit in place.</summary>
    public static void SetHopLimit(Span<byte> packet, byte value) => packet[HopLimitOffset] = value;

    /// <summary>Changes DSCP and ECN in place.</summary>
    public static void SetTrafficClass(Span<byte> packet, byte value)
    {
        packet[0] = (byte)((packet[0] & 0xF0) | (value >> 4));
        packet[1] = (byte)((packet[1] & 0x0F) | (value << 4));
    }

    /// <summary>Changes the payload length in place.</summary>
    public static void SetPayloadLength(Span<byte> packet, ushort value) =>
        BinaryPrimitives.WriteUInt16BigEndian(packet[PayloadLengthOffset..], value);
}
