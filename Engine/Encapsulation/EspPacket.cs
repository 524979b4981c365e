using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Esp;

namespace Pipeline.Engine.Encapsulation;

/// <summary>The ESP framing around a text (RFC 4303 §2), without the cipher.</summary>
/// <remarks>
/// <code>
/// before                         [ text ]
/// after    [ SPI | sequence | IV | text | padding | pad length | next header | ICV ]
/// </code>
/// </remarks>
public static class EspPacket
{
    /// <summary>Bytes of ESP around and including a text of <paramref name="textLength"/> bytes.</summary>
    public static int Length(int textLength, PacketTransform transform) =>
        EspHeader.Length + transform.IvLength + PaddedLength(textLength, transform) + transform.IcvLength;

    /// <summary>The longest text whose ESP is at most <paramref name="length"/> bytes; negative when there is none.</summary>
    public static int MaximumTextLength(int length, PacketTransform transform)
    {
        int padded = length - EspHeader.Length - transform.IvLength - transform.IcvLength;
        return padded - (padded % transform.BlockLength) - EspTrailer.Length;
    }

    /// <summary>Bytes that <see cref="Wrap"/> adds in front.</summary>
    public static int FrontLength(PacketTransform transform) => EspHeader.Length + transform.IvLength;

    /// <summary>Bytes that <see cref="Wrap"/> adds behind a text of <paramref name="textLength"/> bytes.</summary>
    public static int BackLength(int textLength, PacketTransform transform) =>
        PaddedLength(textLength, transform) - textLength + transform.IcvLength;

    /// <summary>Puts header, trailer and room for IV and ICV around the text, and describes them in <paramref name="job"/>.</summary>
    /// <param name="buffer">The text; its headroom and tailroom must hold <see cref="FrontLength"/> and <see cref="BackLength"/>.</param>
    /// <param name="spi">SPI of the SA.</param>
    /// <param name="nextHeader">IP protocol number of the text.</param>
    /// <param name="transform">The suite; decides the lengths.</param>
    /// <param name="job">Its <see cref="SealJob.Sequence"/> is read; the places of associated bytes, IV, text and ICV are written.</param>
    public static void Wrap(PacketBuffer buffer, uint spi, byte nextHeader, PacketTransform transform, ref SealJob job)
    {
        int padLength = EspTrailer.PadLength(buffer.Length, transform.BlockLength);
        EspTrailer.WritePadding(buffer.Append(padLength + EspTrailer.Length), nextHeader);
        job.Packet = buffer.Memory;
        job.TextOffset = buffer.Offset;
        job.TextLength = buffer.Length;
        job.IcvOffset = buffer.Offset + buffer.Length;
        buffer.Append(transform.IcvLength);
        buffer.Prepend(transform.IvLength);
        job.IvOffset = buffer.Offset;
        new EspHeader(spi, (uint)job.Sequence).Write(buffer.Prepend(EspHeader.Length));
        job.Associated = buffer.Memory;
        job.AssociatedOffset = buffer.Offset;
        job.AssociatedLength = EspHeader.Length;
    }

    /// <summary>Describes an ESP packet that arrived as a job for the suite.</summary>
    /// <param name="buffer">The packet that holds it.</param>
    /// <param name="offset">Where the ESP header begins in the packet.</param>
    /// <param name="length">Bytes from there to the end of the ICV.</param>
    /// <param name="transform">The suite.</param>
    /// <param name="job">Its places are written.</param>
    /// <param name="sequence">The low 32 bits of the sequence number.</param>
    /// <returns>False when the lengths cannot be right: too short, or a text that is no multiple of the block.</returns>
    public static bool TryDescribe(
        PacketBuffer buffer, int offset, int length, PacketTransform transform, out OpenJob job, out uint sequence)
    {
        job = default;
        sequence = 0;
        int textLength = length - FrontLength(transform) - transform.IcvLength;
        if (textLength < EspTrailer.Length
            || textLength % transform.BlockLength != 0
            || !EspHeader.TryRead(buffer.Packet[offset..], out EspHeader header))
        {
            return false;
        }

        sequence = header.Sequence;
        job.Packet = buffer.Memory;
        job.Associated = buffer.Memory;
        job.AssociatedOffset = buffer.Offset + offset;
        job.AssociatedLength = EspHeader.Length;
        job.IvOffset = job.AssociatedOffset + EspHeader.Length;
        job.TextOffset = job.IvOffset + transform.IvLength;
        job.TextLength = textLength;
        job.IcvOffset = job.TextOffset + textLength;
        return true;
    }

    private static int PaddedLength(int textLength, PacketTransform transform) =>
        textLength + EspTrailer.PadLength(textLength, transform.BlockLength) + EspTrailer.Length;
}
