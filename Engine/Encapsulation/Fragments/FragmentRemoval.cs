using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation.Fragments;

/// <summary>Makes the first fragment, with the others' payload behind its own, a whole packet again.</summary>
internal static class FragmentRemoval
{
    private const byte CongestionExperienced = 0b11;

    /// <summary>Takes the fragment header or fields away and sets the length.</summary>
    /// <param name="datagram">The first fragment with all payload.</param>
    /// <param name="first">The IP part of the first fragment as it came.</param>
    public static void MakeWhole(PacketBuffer datagram, in IpPacket first)
    {
        if (!first.IsIpv6)
        {
            Span<byte> packet = datagram.Packet;
            Ipv4Header.SetFragment(packet, first.DontFragment, moreFragments: false, offset: 0);
            Ipv4Header.SetTotalLength(packet, (ushort)packet.Length);
            return;
        }

        // The unfragmentable part moves up over the fragment header, which is the shorter move.
        Span<byte> old = datagram.Packet;
        old[first.UnfragmentableProtocolOffset] = old[first.FragmentHeaderOffset];
        old[..first.FragmentHeaderOffset].CopyTo(old[Ipv6FragmentHeader.Length..]);
        datagram.TrimStart(Ipv6FragmentHeader.Length);
        Ipv6Header.SetPayloadLength(datagram.Packet, (ushort)(datagram.Length - Ipv6Header.Length));
    }

    /// <summary>Marks a packet as having met congestion.</summary>
    public static void MarkCongestion(Span<byte> packet)
    {
        if (packet[0] >> 4 == 4)
        {
            Ipv4Header.SetTypeOfService(packet, (byte)(packet[1] | CongestionExperienced));
        }
        else
        {
            // The low two bits of the traffic class are the middle of the second byte (RFC 8200 §3).
            packet[1] |= CongestionExperienced << 4;
        }
    }
}
