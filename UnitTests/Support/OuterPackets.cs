using Pipeline.Engine.Wire.Ip;

namespace Pipeline.UnitTests.Support;

/// <summary>Whole packets as the outbound path hands them to an outer port.</summary>
internal static class OuterPackets
{
    /// <summary>Hop limit of each.</summary>
    public const byte HopLimit = 31;

    /// <summary>A UDP packet.</summary>
    public static byte[] Udp(UdpEndpoint from, UdpEndpoint to, byte[] payload, byte trafficClass = 0)
    {
        byte[] datagram = [.. new byte[UdpHeader.HeaderLength], .. payload];
        new UdpHeader(from.Port, to.Port, (ushort)datagram.Length, 0).Write(datagram);
        return Ip(from.Address, to.Address, IpProtocol.Udp, datagram, trafficClass);
    }

    /// <summary>A packet of any protocol.</summary>
    public static byte[] Ip(IpAddress from, IpAddress to, byte protocol, byte[] payload, byte trafficClass = 0)
    {
        byte[] header = new byte[from.IsIpv6 ? Ipv6Header.Length : Ipv4Header.MinimumLength];
        if (from.IsIpv6)
        {
            new Ipv6Header
            {
                TrafficClass = trafficClass,
                PayloadLength = (ushort)payload.Length,
                NextHeader = protocol,
                HopLimit = HopLimit,
                Source = from,
                Destination = to,
            }.Write(header);
        }
        else
        {
            new Ipv4Header
            {
                TypeOfService = trafficClass,
                TotalLength = (ushort)(payload.Length + header.Length),
                TimeToLive = HopLimit,
                DontFragment = true,
                Protocol = protocol,
                Source = from,
                Destination = to,
            }.Write(header);
        }

        return [.. header, .. payload];
    }
}
