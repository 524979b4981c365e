using System.Buffers.Binary;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation;

/// <summary>Mends the checksums of TCP and UDP after a NAT has changed the addresses that they cover (RFC 3948 §3.1.2).</summary>
/// <remarks>Tunnel mode needs none: its inner header came through unchanged.</remarks>
public static class ChecksumRepair
{
    /// <summary>Makes the checksum that was right with one pair of addresses right with the pair that is in the header.</summary>
    /// <param name="packet">A whole IP packet; not a fragment.</param>
    /// <param name="ip">Its header.</param>
    /// <param name="source">The source that the sender summed.</param>
    /// <param name="destination">The destination that the sender summed.</param>
    /// <remarks>
    /// Changes the checksum by the difference (RFC 1624), so that a packet that was damaged on the way stays wrong. Other protocols have no
    /// addresses in their checksums, or cannot pass a NAT.
    /// </remarks>
    public static void Mend(Span<byte> packet, in IpPacket ip, in IpAddress source, in IpAddress destination)
    {
        int offset = ip.Protocol switch
        {
            IpProtocol.Tcp => TcpHeader.ChecksumOffset,
            IpProtocol.Udp => UdpHeader.ChecksumOffset,
            _ => -1,
        };
        if (offset < 0 || ip.IsFragment || ip.TotalLength - ip.PayloadOffset < offset + sizeof(ushort))
        {
            return;
        }

        Span<byte> field = packet[(ip.PayloadOffset + offset)..];
        ushort checksum = BinaryPrimitives.ReadUInt16BigEndian(field);
        bool isUdp = ip.Protocol == IpProtocol.Udp;
        if (isUdp && checksum == 0)
        {
            // The sender made none.
            return;
        }

        ushort before = (ushort)InternetChecksum.PseudoHeader(source, destination, protocol: 0, length: 0);
        ushort after = (ushort)InternetChecksum.PseudoHeader(ip.Source, ip.Destination, protocol: 0, length: 0);
        ushort mended = InternetChecksum.Update(checksum, before, after);
        BinaryPrimitives.WriteUInt16BigEndian(field, isUdp && mended == 0 ? ushort.MaxValue : mended);
    }
}
