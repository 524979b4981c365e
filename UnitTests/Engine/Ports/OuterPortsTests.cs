using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Datagrams;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports;

/// <summary>UDP and raw IP as one port, over the loopback device; raw sockets need root.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class OuterPortsTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly byte[] Esp = [0, 0, 0x10, 1, 0, 0, 0, 1, .. new byte[40]];

    private readonly PacketPool _pool = new(maximumCount: 64, maximumPacketLength: 1500, trackLeaks: true);
    private readonly IkeInbox _inbox = new(4);
    private readonly PacketBatch _batch = new(8);

    public OuterPortsTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "raw sockets need root on Linux");
    }

    public void Dispose()
    {
        PacketPool.Return(_batch);
        _pool.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1", IpProtocol.Esp)]
    [InlineData("127.0.0.1", IpProtocol.Ah)]
    [InlineData("::1", IpProtocol.Esp)]
    [InlineData("::1", IpProtocol.Ah)]
    public void A_packet_above_IP_arrives_as_it_was_sent(string text, byte protocol)
    {
        IpAddress address = Parse(text);
        using var port = new OuterPorts(Options(address), _pool, _inbox);
        byte[] sent = OuterPackets.Ip(address, address, protocol, Esp, trafficClass: 0xBA);

        Send(port, sent);
        port.Receive(_batch, Limit);

        Assert.Equal(1, _batch.Count);
        Assert.True(IpPacket.TryRead(_batch[0].Packet, out IpPacket ip));
        Assert.Equal((address, address, protocol), (ip.Source, ip.Destination, ip.Protocol));
        Assert.Equal((0xBA, OuterPackets.HopLimit), (ip.TrafficClass, ip.HopLimit));
        Assert.Equal(Esp, _batch[0].Packet[ip.PayloadOffset..ip.TotalLength].ToArray());
    }

    [Fact]
    public void Udp_of_its_own_leaves_through_the_socket_and_comes_back_with_headers()
    {
        using var port = new OuterPorts(Options(Parse("127.0.0.1")), _pool, _inbox);
        UdpEndpoint natTraversal = port.Udp.Locals[1];

        Send(port, OuterPackets.Udp(natTraversal, natTraversal, Esp));
        port.Receive(_batch, Limit);

        Assert.Equal(1, _batch.Count);
        Assert.True(IpPacket.TryRead(_batch[0].Packet, out IpPacket ip));
        Assert.Equal(IpProtocol.Udp, ip.Protocol);
    }

    [Fact]
    public void Both_kinds_arrive_in_one_call_and_Ike_beside_them()
    {
        IpAddress address = Parse("127.0.0.1");
        using var port = new OuterPorts(Options(address), _pool, _inbox);
        UdpEndpoint natTraversal = port.Udp.Locals[1];
        Send(port, OuterPackets.Ip(address, address, IpProtocol.Esp, Esp));
        Send(port, OuterPackets.Udp(natTraversal, natTraversal, Esp));
        port.Udp.SendIke(natTraversal, natTraversal, new byte[28]);

        port.Receive(_batch, Limit);

        Assert.Equal(2, _batch.Count);
        Assert.NotNull(_inbox.TryTake(TimeSpan.Zero));
    }

    [Fact]
    public void What_has_no_way_or_is_nonsense_is_counted()
    {
        using var port = new OuterPorts(Options(Parse("127.0.0.1")), _pool, _inbox);
        // Without SO_BROADCAST the kernel sends to no broadcast address.
        Send(port, OuterPackets.Ip(Parse("192.0.2.1"), Parse("255.255.255.255"), IpProtocol.Esp, Esp));
        Send(port, [1, 2, 3]);

        Assert.Equal((1, 1), (port.Dropped(DropReason.SendRefused), port.Dropped(DropReason.Malformed)));
        Assert.Equal(0, _pool.OutsideCount);
    }

    [Fact]
    public void Without_raw_sockets_only_Udp_leaves()
    {
        IpAddress address = Parse("127.0.0.1");
        using var port = new OuterPorts(Options(address) with { RawIp = false }, _pool, _inbox);

        Send(port, OuterPackets.Ip(address, address, IpProtocol.Esp, Esp));

        Assert.Equal(1, port.Dropped(DropReason.SendRefused));
    }

    [Fact]
    public void A_full_batch_leaves_the_rest_for_the_next_call()
    {
        IpAddress address = Parse("127.0.0.1");
        using var port = new OuterPorts(Options(address), _pool, _inbox);
        var small = new PacketBatch(2);
        for (int number = 0; number < 3; number++)
        {
            Send(port, OuterPackets.Ip(address, address, IpProtocol.Esp, Esp));
        }

        port.Receive(small, Limit);
        port.Receive(_batch, Limit);

        Assert.Equal((2, 1), (small.Count, _batch.Count));
        PacketPool.Return(small);
    }

    private static OuterPortOptions Options(IpAddress address) =>
        new() { Addresses = [address], IkePort = 0, NatTraversalPort = 0, SocketBufferBytes = 65_536 };

    private static IpAddress Parse(string text) =>
        IpAddress.TryParse(text, out IpAddress address) ? address : throw new ArgumentException(text);

    private void Send(OuterPorts port, byte[] bytes)
    {
        PacketBuffer packet = _pool.TryRent()!;
        packet.TryFill(bytes);
        _batch.TryAdd(packet);
        port.Send(_batch);
        Assert.Equal(0, _batch.Count);
    }
}
