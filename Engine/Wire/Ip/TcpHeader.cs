using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>The parts of a TCP header that a gateway looks at (RFC 9293 §3.1).</summary>
/// <remarks>
/// <code>
/// |          Source Port          |       Destination Port        |  0
/// |                        Sequence Number                        |  4
/// |                    Acknowledgment Number                      |  8
/// | Data  |  Res  |C E U A P R S F|            Window             | 12
/// |            Checksum           |         Urgent Pointer        | 16
/// |                        Options ...                            | 20
/// </code>
/// </remarks>
/// <param name="SourcePort">Source port.</param>
/// <param name="DestinationPort">Destination port.</param>
/// <param name="Sequence">Sequence number.</param>
/// <param name="Flags">CWR (0x80), ECE, URG, ACK, PSH, RST, SYN, FIN (0x01).</param>
/// <param name="Length">Bytes of the header with its options: the data offset field times 4.</param>
public readonly record struct TcpHeader(
    ushort SourcePort, ushort DestinationPort, uint Sequence, byte Flags, int Length)
{
    /// <summary>Bytes of a header without options.</summary>
    public const int MinimumLength = 20;

    /// <summary>The SYN bit of <see cref="Flags"/>; only segments with it carry a maximum segment size.</summary>
    public const byte Syn = 0x02;

    internal const int ChecksumOffset = 16;
    private const int DataOffsetOffset = 12;
    private const int FlagsOffset = 13;
    private const byte EndOfOptions = 0;
    private const byte NoOperation = 1;
    private const byte MaximumSegmentSize = 2;
    private const byte MaximumSegmentSizeLength = 4;

    /// <summary>Reads a header from the front of <paramref name="segment"/>.</summary>
    /// <returns>False when the header with its options is not all there.</returns>
    public static bool TryRead(ReadOnlySpan<byte> segment, out TcpHeader header)
    {
        header = default;
        if (segment.Length < MinimumLength)
        {
            return false;
        }

        header = new TcpHeader(
            BinaryPrimitives.ReadUInt16BigEndian(segment),
            BinaryPrimitives.ReadUInt16BigEndian(segment[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(segment[4..]),
            segment[FlagsOffset],
            (segment[DataOffsetOffset] >> 4) * 4);
        return header.Length >= MinimumLength && header.Length <= segment.Length;
    }

    /// <summary>Finds the maximum segment size option.</summary>
    /// <param name="segment">The segment that this header was read from.</param>
    /// <param name="offset">Where its 16-bit value is, in bytes from the front of the segment.</param>
    /// <param name="value">The value, in bytes.</param>
    /// <returns>False when there is none, or the options in front of it are malformed.</returns>
    public bool TryFindMaximumSegmentSize(ReadOnlySpan<byte> segment, out int offset, out ushort value)
    {
        (offset, value) = (0, 0);
        int position = MinimumLength;
        while (position < Length && segment[position] != EndOfOptions)
        {
            if (segment[position] == NoOperation)
            {
                position++;
                continue;
            }

            int length = position + 1 < Length ? segment[position + 1] : 0;
            if (length < 2 || position + length > Length)
            {
                return false;
            }

            if (segment[position] == MaximumSegmentSize)
            {
                offset = position + 2;
                bool isWhole = length == MaximumSegmentSizeLength;
                value = isWhole ? BinaryPrimitives.ReadUInt16BigEndian(segment[offset..]) : (ushort)0;
                return isWhole;
            }

            position += length;
        }

        return false;
    }

    /// <summary>Changes a maximum segment size in place, and the checksum with it.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="offset">Where <see cref="TryFindMaximumSegmentSize"/> found it.</param>
    /// <param name="value">The new value, in bytes.</param>
    public static void SetMaximumSegmentSize(Span<byte> segment, int offset, ushort value)
    {
        ushort before = BinaryPrimitives.ReadUInt16BigEndian(segment[offset..]);
        ushort after = value;
        BinaryPrimitives.WriteUInt16BigEndian(segment[offset..], value);
        if (offset % 2 != 0)
        {
            // It lies across two words of the sum; swapping its bytes gives the same change (RFC 1071 §2B).
            before = BinaryPrimitives.ReverseEndianness(before);
            after = BinaryPrimitives.ReverseEndianness(after);
        }

        ushort checksum = BinaryPrimitives.ReadUInt16BigEndian(segment[ChecksumOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(
            segment[ChecksumOffset..], InternetChecksum.Update(checksum, before, after));
    }
}
