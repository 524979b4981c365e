using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Native;
using Pipeline.Engine.Ports.Sockets;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports.Sockets;

/// <summary>The headers that a socket took off are back as far as the inbound path reads them.</summary>
public sealed class RebuiltHeaderTests
{
    private static readonly byte[] Payload = [0, 0, 0x10, 1, 0, 0, 0, 1, 9, 9, 9];

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.1", 28)]
    [InlineData("2001:db8::7", "2001:db8::1", 48)]
    public void A_datagram_gets_IP_and_UDP(string source, string destination, int headers)
    {
        using var pool = new PacketPool(1, 1500, trackLeaks: true);
        PacketBuffer packet = Packet(pool);
        DatagramArrival arrival = Arrival(source, destination, port: 61000);

        RebuiltHeader.PrependUdp(packet, arrival, 4500);

        Assert.True(IpPacket.TryRead(packet.Packet, out IpPacket ip));
        Assert.Equal(
            (arrival.Source.Address, arrival.Destination, IpProtocol.Udp, (byte)0xBA, (byte)57),
            (ip.Source, ip.Destination, ip.Protocol, ip.TrafficClass, ip.HopLimit));
        Assert.Equal(Payload.Length + headers, ip.TotalLength);
        Assert.True(UdpHeader.TryRead(packet.Packet[ip.PayloadOffset..], out UdpHeader udp));
        Assert.Equal(new UdpHeader(61000, 4500, (ushort)(Payload.Length + 8), 0), udp);
        Assert.Equal(Payload, packet.Packet[headers..].ToArray());
        PacketPool.Return(packet);
    }

    [Fact]
    public void A_payload_of_a_raw_Ipv6_socket_gets_IP()
    {
        using var pool = new PacketPool(1, 1500, trackLeaks: true);
        PacketBuffer packet = Packet(pool);

        RebuiltHeader.PrependIp(packet, Arrival("2001:db8::7", "2001:db8::1", port: 0), IpProtocol.Esp);

        Assert.True(IpPacket.TryRead(packet.Packet, out IpPacket ip));
        Assert.Equal((IpProtocol.Esp, 40, 51), (ip.Protocol, ip.PayloadOffset, ip.TotalLength));
        PacketPool.Return(packet);
    }

    [Fact]
    public void The_Ipv4_checksum_is_right()
    {
        using var pool = new PacketPool(1, 1500, trackLeaks: true);
        PacketBuffer packet = Packet(pool);

        RebuiltHeader.PrependUdp(packet, Arrival("192.0.2.7", "192.0.2.1", port: 1), 4500);

        Assert.True(Ipv4Header.IsChecksumValid(packet.Packet));
        PacketPool.Return(packet);
    }

    private static PacketBuffer Packet(PacketPool pool)
    {
        PacketBuffer packet = pool.TryRent()!;
        packet.TryFill(Payload);
        return packet;
    }

    private static DatagramArrival Arrival(string source, string destination, ushort port)
    {
        Assert.True(IpAddress.TryParse(source, out IpAddress from));
        Assert.True(IpAddress.TryParse(destination, out IpAddress to));
        return new DatagramArrival
        {
            Source = new UdpEndpoint(from, port),
            Destination = to,
            TrafficClass = 0xBA,
            HopLimit = 57,
        };
    }
}
