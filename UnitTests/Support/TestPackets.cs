using Pipeline.Engine.Wire.Ip;

namespace Pipeline.UnitTests.Support;

/// <summary>Whole packets of every kind that a path meets.</summary>
internal static class TestPackets
{
    private const byte Tcp = 6;
    private const byte Udp = 17;
    private const byte HopByHop = 0;
    private const byte Routing = 43;
    private const byte Destination = 60;

    /// <summary>UDP over IPv4, so many bytes in all.</summary>
    public static byte[] Ipv4(int length = 100, bool dontFragment = false, byte tos = 0) =>
        WirePackets.Ipv4(Udp, WirePackets.Udp(1000, 2000, length - 28), dontFragment: dontFragment, tos: tos);

    /// <summary>UDP over IPv6, so many bytes in all.</summary>
    public static byte[] Ipv6(int length = 100) => WirePackets.Ipv6(Udp, WirePackets.Udp(1000, 2000, length - 48));

    /// <summary>A UDP packet of either family.</summary>
    public static byte[] Of(bool ipv6, int length = 100) => ipv6 ? Ipv6(length) : Ipv4(length);

    /// <summary>UDP, TCP, ICMP and unknown; with options or extension headers; from nothing inside to a full frame.</summary>
    public static byte[][] All(bool ipv6) => ipv6 ? AllIpv6() : AllIpv4();

    /// <summary>The same packet with the addresses of the answer's direction.</summary>
    public static byte[] Reversed(byte[] packet)
    {
        byte[] answer = [.. packet];
        int length = packet[0] >> 4 == 6 ? 16 : 4;
        int source = packet[0] >> 4 == 6 ? 8 : 12;
        packet.AsSpan(source, length).CopyTo(answer.AsSpan(source + length));
        packet.AsSpan(source + length, length).CopyTo(answer.AsSpan(source));
        return answer;
    }

    /// <summary>An ICMP echo request.</summary>
    public static byte[] Echo(bool ipv6, int payloadLength = 56)
    {
        byte[] message = [(byte)(ipv6 ? 128 : 8), 0, 0, 0, 0x12, 0x34, 0, 1, .. WirePackets.Payload(payloadLength)];
        IpAddress source = ipv6 ? WirePackets.SourceV6 : WirePackets.SourceV4;
        IpAddress destination = ipv6 ? WirePackets.DestinationV6 : WirePackets.DestinationV4;
        IcmpMessage.WriteChecksum(source, destination, message);
        return ipv6 ? WirePackets.Ipv6(58, message) : WirePackets.Ipv4(1, message);
    }

    /// <summary>UDP between two gateways' addresses: what a NAT or an IKE peer sends.</summary>
    public static byte[] BetweenGateways(ushort sourcePort, ushort destinationPort, params byte[] payload)
    {
        var datagram = new byte[8 + payload.Length];
        payload.CopyTo(datagram, 8);
        new UdpHeader(sourcePort, destinationPort, (ushort)datagram.Length, 0).Write(datagram);
        byte[] packet = WirePackets.Ipv4(Udp, datagram);
        TestSa.GatewayV4.Write(packet.AsSpan(12));
        TestSa.PeerV4.Write(packet.AsSpan(16));
        Ipv4Header.WriteChecksum(packet);
        return packet;
    }

    /// <summary>A router's "packet too big" about a packet, to its sender.</summary>
    public static byte[] TooBig(byte[] quoted, uint mtu, int quotedLength = 28)
    {
        bool ipv6 = quoted[0] >> 4 == 6;
        byte[] message = [(byte)(ipv6 ? 2 : 3), (byte)(ipv6 ? 0 : 4), 0, 0, 0, 0, 0, 0, .. quoted[..Math.Min(quoted.Length, quotedLength + (ipv6 ? 20 : 0))]];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), mtu);
        IpAddress router = ipv6 ? WirePackets.Address("2001:db8:9::9") : WirePackets.Address("192.0.2.99");
        IpAddress sender = WirePackets.Read(quoted).Source;
        IcmpMessage.WriteChecksum(router, sender, message);
        byte[] packet = ipv6 ? WirePackets.Ipv6(58, message) : WirePackets.Ipv4(1, message);
        router.Write(packet.AsSpan(ipv6 ? 8 : 12));
        sender.Write(packet.AsSpan(ipv6 ? 24 : 16));
        if (!ipv6)
        {
            Ipv4Header.WriteChecksum(packet);
        }

        return packet;
    }

    private static byte[][] AllIpv4() =>
    [
        Ipv4(28),
        Ipv4(61, tos: 0xB8),
        Ipv4(1400, dontFragment: true),
        WirePackets.Ipv4(Tcp, WirePackets.Payload(133)),
        WirePackets.Ipv4(Tcp, WirePackets.Payload(64), options: [0x94, 4, 0, 0, 7, 7, 4, 0, 0, 0, 0, 0]),
        WirePackets.Ipv4(253, []),
        Echo(ipv6: false),
    ];

    private static byte[][] AllIpv6() =>
    [
        Ipv6(48),
        Ipv6(81),
        Ipv6(1400),
        WirePackets.Ipv6(Tcp, WirePackets.Payload(133)),
        WirePackets.Ipv6(Udp, WirePackets.Udp(1, 2, 40), (HopByHop, [0, 0, 5, 2, 0, 0, 1, 0])),
        WirePackets.Ipv6(
            Udp,
            WirePackets.Udp(1, 2, 40),
            (HopByHop, [0, 0, 0x3E, 4, 1, 2, 3, 4]),
            (Destination, [0, 0, 1, 4, 0, 0, 0, 0]),
            (Routing, [0, 2, 0, 1, 0, 0, 0, 0, .. WirePackets.Payload(16)]),
            (Destination, [0, 0, 1, 4, 9, 9, 9, 9])),
        WirePackets.Ipv6(253, []),
        Echo(ipv6: true),
    ];
}
