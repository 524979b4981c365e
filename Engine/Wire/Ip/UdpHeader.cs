using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>The UDP header (RFC 768).</summary>
/// <remarks>
/// <code>
/// |          Source Port          |       Destination Port        |  0
/// |            Length             |           Checksum            |  4
/// </code>
/// </remarks>
/// <param name="SourcePort">Source port.</param>
/// <param name="DestinationPort">Destination port.</param>
/// <param name="Length">Bytes of header and payload.</param>
/// <param name="Checksum">As on the wire; 0 means there is none.</param>
public readonly record struct UdpHeader(ushort SourcePort, ushort DestinationPort, ushort Length, ushort Checksum)
{
    /// <summary>Bytes of the header on the wire.</summary>
    public const int HeaderLength = 8;

    internal const int ChecksumOffset = 6;

    /// <summary>Reads a header from the front of <paramref name="datagram"/>.</summary>
    /// <returns>False when the header or the payload that it announces is not all there.</returns>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out UdpHeader header)
    {
        header = default;
        if (datagram.Length < HeaderLength)
        {
            return false;
        }

        header = new UdpHeader(
            BinaryPrimitives.ReadUInt16BigEndian(datagram),
            BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]),
            BinaryPrimitives.ReadUInt16BigEndian(datagram[4..]),
            BinaryPrimitives.ReadUInt16BigEndian(datagram[ChecksumOffset..]));
        return header.Length >= HeaderLength && header.Length <= datagram.Length;
    }

    /// <summary>Writes <see cref="HeaderLength"/> bytes, the checksum as it is.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], Length);
        BinaryPrimitives.WriteUInt16BigEndian(destination[ChecksumOffset..], Checksum);
    }

    /// <summary>Computes the checksum of a whole datagram and writes it into its header.</summary>
    public static void WriteChecksum(in IpAddress source, in IpAddress destination, Span<byte> datagram)
    {
        BinaryPrimitives.WriteUInt16BigEndian(datagram[ChecksumOffset..], 0);
        uint sum = InternetChecksum.PseudoHeader(source, destination, IpProtocol.Udp, datagram.Length);
        ushort checksum = InternetChecksum.Fold(InternetChecksum.Add(sum, datagram));
        // 0 on the wire means "no checksum", so a computed 0 is sent as its twin in one's complement (RFC 768).
        BinaryPrimitives.WriteUInt16BigEndian(datagram[ChecksumOffset..], checksum == 0 ? (ushort)0xFFFF : checksum);
    }

    /// <summary>True when the checksum of a whole datagram is right, or there is none.</summary>
    /// <param name="source">Source address.</param>
    /// <param name="destination">Destination address.</param>
    /// <param name="datagram">Header and payload, at least <see cref="HeaderLength"/> bytes.</param>
    public static bool IsChecksumValid(in IpAddress source, in IpAddress destination, ReadOnlySpan<byte> datagram)
    {
        uint sum = InternetChecksum.PseudoHeader(source, destination, IpProtocol.Udp, datagram.Length);
        return BinaryPrimitives.ReadUInt16BigEndian(datagram[ChecksumOffset..]) == 0 ||
            InternetChecksum.Fold(InternetChecksum.Add(sum, datagram)) == 0;
    }
}
