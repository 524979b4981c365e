using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Native;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Sockets;

/// <summary>Puts back the headers that a socket took off: the inbound path walks whole packets.</summary>
/// <remarks>
/// Addresses, DSCP, ECN and hop limit are those that came. What the kernel does not tell is what the data path does not need:
/// identification and flow label are 0, and the UDP checksum, which the kernel has checked, is 0 too.
/// </remarks>
internal static class RebuiltHeader
{
    /// <summary>Bytes of the IP header that goes in front.</summary>
    public static int LengthOfIp(bool isIpv6) => isIpv6 ? Ipv6Header.Length : Ipv4Header.MinimumLength;

    /// <summary>Puts a UDP header and an IP header in front of a UDP payload.</summary>
    /// <param name="packet">The payload; its headroom takes the headers.</param>
    /// <param name="arrival">What the socket said.</param>
    /// <param name="destinationPort">Our port.</param>
    public static void PrependUdp(PacketBuffer packet, in DatagramArrival arrival, ushort destinationPort)
    {
        int length = packet.Length + UdpHeader.HeaderLength;
        new UdpHeader(arrival.Source.Port, destinationPort, (ushort)length, Checksum: 0).Write(packet.Prepend(UdpHeader.HeaderLength));
        PrependIp(packet, arrival, IpProtocol.Udp);
    }

    /// <summary>Puts an IP header in front of the payload of a raw socket.</summary>
    /// <param name="packet">The payload; its headroom takes the header.</param>
    /// <param name="arrival">What the socket said; source and destination are of one family.</param>
    /// <param name="protocol">What the payload is.</param>
    public static void PrependIp(PacketBuffer packet, in DatagramArrival arrival, byte protocol)
    {
        if (arrival.Source.Address.IsIpv6)
        {
            var header = new Ipv6Header
            {
                TrafficClass = arrival.TrafficClass,
                PayloadLength = (ushort)packet.Length,
                NextHeader = protocol,
                HopLimit = arrival.HopLimit,
                Source = arrival.Source.Address,
                Destination = arrival.Destination,
            };
            header.Write(packet.Prepend(Ipv6Header.Length));
        }
        else
        {
            var header = new Ipv4Header
            {
                TypeOfService = arrival.TrafficClass,
                TotalLength = (ushort)(packet.Length + Ipv4Header.MinimumLength),
                TimeToLive = arrival.HopLimit,
                Protocol = protocol,
                Source = arrival.Source.Address,
                Destination = arrival.Destination,
            };
            header.Write(packet.Prepend(Ipv4Header.MinimumLength));
        }
    }
}
