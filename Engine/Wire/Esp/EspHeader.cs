using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Esp;

/// <summary>The ESP header in front of the IV and the protected text (RFC 4303 §2).</summary>
/// <remarks>
/// <code>
/// |               Security Parameters Index (SPI)                 |  0
/// |                      Sequence Number                          |  4
/// |                    IV, if any; then the text                  |  8
/// </code>
/// </remarks>
/// <param name="Spi">Security parameters index, host order; 0 never appears on the wire.</param>
/// <param name="Sequence">The low 32 bits of the sequence number, host order.</param>
public readonly record struct EspHeader(uint Spi, uint Sequence)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 8;

    private const int SpiOffset = 0;
    private const int SequenceOffset = 4;

    /// <summary>Reads a header from the front of <paramref name="packet"/>.</summary>
    /// <returns>False when fewer than <see cref="Length"/> bytes are there, or the SPI is 0 (RFC 4303 §2.1).</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, out EspHeader header)
    {
        header = default;
        if (packet.Length < Length)
        {
            return false;
        }

        header = new EspHeader(
            BinaryPrimitives.ReadUInt32BigEndian(packet[SpiOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[SequenceOffset..]));
        return header.Spi != 0;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, ((ulong)Spi << 32) | Sequence);
    }
}
