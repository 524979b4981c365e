using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ah;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation;

/// <summary>The AH header in front of a text (RFC 4302 §2), and what its ICV covers, without the algorithm.</summary>
/// <remarks>
/// <code>
/// before                                                         [ text ]
/// after    [ next header | length | 0 | SPI | sequence | IV, ICV | text ]
/// </code>
/// Only GMAC has an IV; it stands in front of the tag inside the ICV field (RFC 4543 §4).
/// </remarks>
public static class AhPacket
{
    /// <summary>IPv6 demands AH headers in multiples of 8 bytes (RFC 4302 §2.2).</summary>
    public const int Ipv6Alignment = 8;

    /// <summary>Bytes of the AH header.</summary>
    /// <param name="transform">The suite; decides IV and ICV.</param>
    /// <param name="alignment">4 or 8: the header is padded to a multiple of it.</param>
    public static int HeaderLength(PacketTransform transform, int alignment)
    {
        int length = AhHeader.FixedLength + transform.IvLength + transform.IcvLength;
        return (length + alignment - 1) / alignment * alignment;
    }

    /// <summary>Puts an AH header with an empty ICV in front of the text.</summary>
    public static void Wrap(PacketBuffer buffer, in AhHeader header)
    {
        Span<byte> bytes = buffer.Prepend(header.Length);
        bytes.Clear();
        header.Write(bytes);
    }

    /// <summary>Describes a complete packet, outer headers included, as a job for the suite.</summary>
    /// <param name="buffer">The packet, with its ICV still empty.</param>
    /// <param name="headerLength">Bytes of the AH header.</param>
    /// <param name="transform">The suite.</param>
    /// <param name="scratch">Receives the headers in the form that is authenticated (RFC 4302 §3.3.3); owned by the job until it ran.</param>
    /// <param name="job">Its places are written.</param>
    /// <returns>False when the headers in front of AH contradict themselves or are longer than the scratch.</returns>
    public static bool TryDescribe(
        PacketBuffer buffer, int headerLength, PacketTransform transform, PinnedSegment scratch, ref SealJob job)
    {
        int icvFieldLength = transform.IvLength + transform.IcvLength;
        if (!IpPacket.TryRead(buffer.Packet, out IpPacket ip)
            || !AhAuthenticatedHeaders.TryWrite(
                buffer.Packet, ip, headerLength, icvFieldLength, scratch.AsSpan(), out int associatedLength))
        {
            return false;
        }

        int header = buffer.Offset + ip.PayloadOffset;
        job.Packet = buffer.View;
        job.IvOffset = header + AhHeader.FixedLength;
        job.IcvOffset = job.IvOffset + transform.IvLength;
        job.TextOffset = header + headerLength;
        job.TextLength = ip.TotalLength - ip.PayloadOffset - headerLength;
        job.Associated = scratch.Bytes.View;
        job.AssociatedOffset = scratch.Offset;
        job.AssociatedLength = associatedLength;
        return true;
    }

    /// <summary>Describes an AH packet that arrived as a job for the suite.</summary>
    /// <param name="buffer">The packet.</param>
    /// <param name="ip">Its IP header.</param>
    /// <param name="offset">Where the AH header begins in the packet.</param>
    /// <param name="transform">The suite.</param>
    /// <param name="scratch">Receives the headers in the form that is authenticated; owned by the job until it ran.</param>
    /// <param name="job">Its places are written.</param>
    /// <param name="sequence">The low 32 bits of the sequence number.</param>
    /// <returns>
    /// False when the header contradicts the packet or the suite. Padding to 4 and to 8 bytes are both accepted, because
    /// Linux pads to 8 also over IPv4.
    /// </returns>
    public static bool TryDescribe(
        PacketBuffer buffer,
        in IpPacket ip,
        int offset,
        PacketTransform transform,
        PinnedSegment scratch,
        out OpenJob job,
        out uint sequence)
    {
        job = default;
        sequence = 0;
        int icvFieldLength = transform.IvLength + transform.IcvLength;
        if (!AhHeader.TryRead(buffer.Packet[offset..ip.TotalLength], out AhHeader header)
            || (header.Length != HeaderLength(transform, 4) && header.Length != HeaderLength(transform, Ipv6Alignment))
            || !AhAuthenticatedHeaders.TryWrite(
                buffer.Packet, ip, header.Length, icvFieldLength, scratch.AsSpan(), out int associatedLength))
        {
            return false;
        }

        sequence = header.Sequence;
        int start = buffer.Offset + offset;
        job.Packet = buffer.View;
        job.IvOffset = start + AhHeader.FixedLength;
        job.IcvOffset = job.IvOffset + transform.IvLength;
        job.TextOffset = start + header.Length;
        job.TextLength = ip.TotalLength - offset - header.Length;
        job.Associated = scratch.Bytes.View;
        job.AssociatedOffset = scratch.Offset;
        job.AssociatedLength = associatedLength;
        return true;
    }
}
