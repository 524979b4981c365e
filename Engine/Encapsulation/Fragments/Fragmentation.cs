using System.Diagnostics;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation.Fragments;

/// <summary>Splits a packet into fragments that fit a link (RFC 791 §3.2, RFC 8200 §4.5).</summary>
public static class Fragmentation
{
    /// <summary>Appends the fragments of a packet, in order, to a batch.</summary>
    /// <param name="packet">The packet; it stays the caller's, and unchanged.</param>
    /// <param name="ip">Its IP part.</param>
    /// <param name="mtu">The most bytes of a fragment; less than the packet has.</param>
    /// <param name="identification">
    /// Names the datagram in the IPv6 fragment headers; no other datagram between the two addresses may have it for a
    /// while. IPv4 packets keep the one they have.
    /// </param>
    /// <param name="pool">Where the fragments' buffers come from.</param>
    /// <param name="fragments">Gets the fragments, behind what is in it; they are the batch's.</param>
    /// <returns>
    /// <see cref="DropReason.None"/>; <see cref="DropReason.TooBig"/> for an IPv4 packet that forbids it, an IPv6 one
    /// that is a fragment already, or an MTU that leaves no 8 bytes behind the headers; <see cref="DropReason.Malformed"/>
    /// for broken IPv4 options; <see cref="DropReason.PoolEmpty"/>; <see cref="DropReason.NoRoom"/> when the batch is
    /// full or a buffer is too short. After all but None the batch is as it was.
    /// </returns>
    /// <remarks>
    /// An IPv6 packet is split whoever sent it; that only its source may do so is the caller's concern. Cost: one copy.
    /// </remarks>
    public static DropReason Split(
        PacketBuffer packet, in IpPacket ip, int mtu, uint identification, PacketPool pool, PacketBatch fragments)
    {
        Debug.Assert(ip.TotalLength > mtu);
        if (ip.UnfragmentableLength == ip.TotalLength)
        {
            return DropReason.TooBig;
        }

        int countBefore = fragments.Count;
        DropReason result = ip.IsIpv6
            ? SplitIpv6(packet, ip, mtu, identification, pool, fragments)
            : SplitIpv4(packet, ip, mtu, pool, fragments);
        while (result != DropReason.None && fragments.Count > countBefore)
        {
            PacketPool.Return(fragments.TakeLast());
        }

        return result;
    }

    private static DropReason SplitIpv4(
        PacketBuffer packet, in IpPacket ip, int mtu, PacketPool pool, PacketBatch fragments)
    {
        Span<byte> firstHeader = packet.Packet[..ip.HeaderLength];
        Span<byte> otherHeader = stackalloc byte[Ipv4Header.MaximumLength];
        if (ip.DontFragment)
        {
            return DropReason.TooBig;
        }

        if (!Ipv4FragmentOptions.TryCopyHeader(firstHeader, otherHeader, out int otherLength))
        {
            return DropReason.Malformed;
        }

        otherHeader = otherHeader[..otherLength];
        Span<byte> rest = packet.Packet[ip.PayloadOffset..ip.TotalLength];
        int offset = ip.FragmentOffset;
        while (rest.Length > 0)
        {
            Span<byte> header = offset == ip.FragmentOffset ? firstHeader : otherHeader;
            int length = PieceLength(rest.Length, mtu - header.Length);
            if (length == 0)
            {
                return DropReason.TooBig;
            }

            DropReason result = Append(packet, header, rest[..length], pool, fragments);
            if (result != DropReason.None)
            {
                return result;
            }

            rest = rest[length..];
            Span<byte> fragment = fragments[fragments.Count - 1].Packet;
            // A fragment of a fragment has siblings behind it whenever its parent had.
            Ipv4Header.SetFragment(fragment, dontFragment: false, ip.MoreFragments || rest.Length > 0, offset);
            Ipv4Header.SetTotalLength(fragment, (ushort)fragment.Length);
            Ipv4Header.WriteChecksum(fragment);
            offset += length;
        }

        return DropReason.None;
    }

    private static DropReason SplitIpv6(
        PacketBuffer packet, in IpPacket ip, int mtu, uint identification, PacketPool pool, PacketBatch fragments)
    {
        if (ip.FragmentHeaderOffset >= 0)
        {
            return DropReason.TooBig;
        }

        int headerLength = ip.UnfragmentableLength + Ipv6FragmentHeader.Length;
        ReadOnlySpan<byte> unfragmentable = packet.Packet[..ip.UnfragmentableLength];
        Span<byte> rest = packet.Packet[ip.UnfragmentableLength..ip.TotalLength];
        byte nextHeader = packet.Packet[ip.UnfragmentableProtocolOffset];
        int offset = 0;
        while (rest.Length > 0)
        {
            int length = PieceLength(rest.Length, mtu - headerLength);
            if (length == 0)
            {
                return DropReason.TooBig;
            }

            DropReason result = Append(
                packet, unfragmentable, rest[..length], pool, fragments, Ipv6FragmentHeader.Length);
            if (result != DropReason.None)
            {
                return result;
            }

            rest = rest[length..];
            Span<byte> fragment = fragments[fragments.Count - 1].Packet;
            fragment[ip.UnfragmentableProtocolOffset] = IpProtocol.Fragment;
            Ipv6Header.SetPayloadLength(fragment, (ushort)(fragment.Length - Ipv6Header.Length));
            new Ipv6FragmentHeader(nextHeader, offset, rest.Length > 0, identification)
                .Write(fragment[ip.UnfragmentableLength..]);
            offset += length;
        }

        return DropReason.None;
    }

    // All pieces but the last are a multiple of 8, the unit of the offset field.
    private static int PieceLength(int restLength, int room) =>
        restLength <= room ? restLength : Math.Max(room, 0) & ~7;

    private static DropReason Append(
        PacketBuffer packet,
        ReadOnlySpan<byte> header,
        ReadOnlySpan<byte> piece,
        PacketPool pool,
        PacketBatch fragments,
        int gapLength = 0)
    {
        int length = header.Length + gapLength + piece.Length;
        if (fragments.IsFull || length > pool.MaximumPacketLength)
        {
            return DropReason.NoRoom;
        }

        PacketBuffer? fragment = pool.TryRent();
        if (fragment is null)
        {
            return DropReason.PoolEmpty;
        }

        Span<byte> bytes = fragment.Reset(length);
        header.CopyTo(bytes);
        piece.CopyTo(bytes[(length - piece.Length)..]);
        fragment.Timestamp = packet.Timestamp;
        fragment.Tag = packet.Tag;
        fragments.TryAdd(fragment);
        return DropReason.None;
    }
}
