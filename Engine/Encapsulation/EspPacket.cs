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
    /// <summary>Puts header, trailer and room for IV and ICV around the text, and describes them in <paramref name="job"/>.</summary>
    /// <param name="buffer">
    /// The text; its headroom and tailroom must hold <see cref="EspLayout.FrontLength"/> and <see cref="EspLayout.BackLength"/>.
    /// </param>
    /// <param name="spi">SPI of the SA.</param>
    /// <param name="nextHeader">IP protocol number of the text.</param>
    /// <param name="layout">The lengths of the suite.</param>
    /// <param name="job">Its <see cref="SealJob.Sequence"/> is read; the places of associated bytes, IV, text and ICV are written.</param>
    public static void Wrap(PacketBuffer buffer, uint spi, byte nextHeader, in EspLayout layout, ref SealJob job)
    {
        int textOffset = buffer.Offset;
        int padLength = layout.PadLength(buffer.Length);
        EspTrailer.WritePadding(buffer.Behind, padLength, nextHeader);
        int textLength = buffer.Length + padLength + EspTrailer.Length;
        buffer.Grow(layout.FrontLength, padLength + EspTrailer.Length + layout.IcvLength);
        new EspHeader(spi, (uint)job.Sequence).Write(buffer.Packet);
        job.Packet = buffer.View;
        job.Associated = buffer.View;
        job.AssociatedOffset = buffer.Offset;
        job.AssociatedLength = EspHeader.Length;
        job.IvOffset = buffer.Offset + EspHeader.Length;
        job.TextOffset = textOffset;
        job.TextLength = textLength;
        job.IcvOffset = textOffset + textLength;
    }

    /// <summary>Describes an ESP packet that arrived as a job for the suite.</summary>
    /// <param name="buffer">The packet that holds it.</param>
    /// <param name="offset">Where the ESP header begins in the packet.</param>
    /// <param name="length">Bytes from there to the end of the ICV; not more than the packet has.</param>
    /// <param name="layout">The lengths of the suite.</param>
    /// <param name="job">Its places are written.</param>
    /// <param name="sequence">The low 32 bits of the sequence number.</param>
    /// <returns>False when the lengths cannot be right: too short, or a text that is no multiple of the block.</returns>
    public static bool TryDescribe(
        PacketBuffer buffer, int offset, int length, in EspLayout layout, ref OpenJob job, out uint sequence)
    {
        int textLength = length - layout.FrontLength - layout.IcvLength;
        sequence = 0;
        if (textLength < EspTrailer.Length
            || (textLength & (layout.BlockLength - 1)) != 0
            || !EspHeader.TryRead(buffer.Packet[offset..], out EspHeader header))
        {
            return false;
        }

        sequence = header.Sequence;
        job.Packet = buffer.View;
        job.Associated = buffer.View;
        job.AssociatedOffset = buffer.Offset + offset;
        job.AssociatedLength = EspHeader.Length;
        job.IvOffset = job.AssociatedOffset + EspHeader.Length;
        job.TextOffset = job.IvOffset + layout.IvLength;
        job.TextLength = textLength;
        job.IcvOffset = job.TextOffset + textLength;
        return true;
    }
}
