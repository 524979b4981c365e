using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ah;

/// <summary>The fixed part of an authentication header (RFC 4302 §2).</summary>
/// <remarks>
/// <code>
/// |  Next Header  |  Payload Len  |           RESERVED            |  0
/// |               Security Parameters Index (SPI)                 |  4
/// |                      Sequence Number                          |  8
/// |                IV, if any; ICV; padding to the alignment      | 12
/// </code>
/// </remarks>
/// <param name="NextHeader">The protocol behind AH.</param>
/// <param name="Length">Bytes of the whole header with ICV and padding: a multiple of 4, 12 to 1028.</param>
/// <param name="Spi">Security parameters index, host order; 0 never appears on the wire.</param>
/// <param name="Sequence">The low 32 bits of the sequence number, host order.</param>
public readonly record struct AhHeader(byte NextHeader, int Length, uint Spi, uint Sequence)
{
    /// <summary>Bytes in front of the ICV.</summary>
    public const int FixedLength = 12;

    internal const int ReservedOffset = 2;
    private const int SpiOffset = 4;
    private const int SequenceOffset = 8;
    private const int WordLength = 4;

    // RFC 4302 §2.2: the field counts 32-bit words minus 2, as every IPv6 extension header leaves its first 8 bytes out.
    private const int UncountedWords = 2;

    /// <summary>Reads a header from the front of <paramref name="packet"/>.</summary>
    /// <returns>False when the header is not all there, is shorter than its fixed part, or the SPI is 0.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, out AhHeader header)
    {
        header = default;
        if (packet.Length < FixedLength)
        {
            return false;
        }

        header = new AhHeader(
            packet[0],
            (packet[1] + UncountedWords) * WordLength,
            BinaryPrimitives.ReadUInt32BigEndian(packet[SpiOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[SequenceOffset..]));
        return header.Spi != 0 && header.Length >= FixedLength && header.Length <= packet.Length;
    }

    /// <summary>Writes <see cref="FixedLength"/> bytes; what follows is the caller's.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = NextHeader;
        destination[1] = (byte)((Length / WordLength) - UncountedWords);
        BinaryPrimitives.WriteUInt16BigEndian(destination[ReservedOffset..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(destination[SpiOffset..], Spi);
        BinaryPrimitives.WriteUInt32BigEndian(destination[SequenceOffset..], Sequence);
    }
}
