using System.Net;
using System.Net.Sockets;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Datagrams;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports;

/// <summary>The UDP ports over real sockets of the loopback device, with ports that the kernel chooses.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class UdpPortTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly byte[] Esp = [0, 0, 0x10, 1, 0, 0, 0, 1, .. new byte[40]];
    private static readonly byte[] Ike = [.. Enumerable.Range(1, 28).Select(number => (byte)number)];

    private readonly PacketPool _pool = new(maximumCount: 64, maximumPacketLength: 1500, trackLeaks: true);
    private readonly IkeInbox _inbox = new(4);
    private readonly PacketBatch _batch = new(8);

    public UdpPortTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the ports are Linux's");
    }

    public void Dispose()
    {
        PacketPool.Return(_batch);
        _pool.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Esp_comes_as_the_whole_packet_that_it_was(string address)
    {
        using UdpPort port = Open(address);
        using Socket peer = Peer(address);
        peer.SendTo(Esp, NatTraversal(port));

        ReceiveOne(port);

        PacketBuffer packet = _batch[0];
        Assert.True(IpPacket.TryRead(packet.Packet, out IpPacket ip));
        Assert.True(UdpHeader.TryRead(packet.Packet[ip.PayloadOffset..], out UdpHeader udp));
        Assert.Equal(address, ip.Source.ToString());
        Assert.Equal(address, ip.Destination.ToString());
        Assert.Equal((IpProtocol.Udp, (byte)64), (ip.Protocol, ip.HopLimit));
        Assert.Equal(((IPEndPoint)peer.LocalEndPoint!).Port, udp.SourcePort);
        Assert.Equal(port.Locals[1].Port, udp.DestinationPort);
        Assert.Equal(Esp, packet.Packet[(ip.PayloadOffset + UdpHeader.HeaderLength)..].ToArray());
        Assert.Equal(_pool.Headroom, packet.Headroom);
    }

    [Fact]
    public void The_ECN_and_DSCP_of_a_datagram_arrive()
    {
        using UdpPort port = Open("127.0.0.1");
        using Socket peer = Peer("127.0.0.1");
        peer.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, 0xB9);
        peer.SendTo(Esp, NatTraversal(port));

        ReceiveOne(port);

        Assert.True(IpPacket.TryRead(_batch[0].Packet, out IpPacket ip));
        Assert.Equal(0xB9, ip.TrafficClass);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ike_of_either_port_goes_to_the_inbox_without_a_marker(bool isNatTraversal)
    {
        using UdpPort port = Open("127.0.0.1");
        using Socket peer = Peer("127.0.0.1");
        UdpEndpoint local = port.Locals[isNatTraversal ? 1 : 0];
        byte[] marker = isNatTraversal ? new byte[4] : [];
        peer.SendTo([.. marker, .. Ike], new IPEndPoint(IPAddress.Loopback, local.Port));

        port.Receive(_batch, Limit);

        IkeDatagram datagram = _inbox.TryTake(Limit)!;
        Assert.Equal(0, _batch.Count);
        Assert.Equal(Ike, datagram.Message);
        Assert.Equal(local, datagram.Local);
        Assert.Equal(((IPEndPoint)peer.LocalEndPoint!).Port, datagram.Remote.Port);
    }

    [Theory]
    [InlineData(1, new byte[] { 0xFF }, DropReason.KeepAlive)]
    [InlineData(0, new byte[] { 0xFF }, DropReason.KeepAlive)]
    [InlineData(1, new byte[] { 0xFE }, DropReason.Malformed)]
    [InlineData(1, new byte[] { 0, 0, 0, 0, 1, 2, 3, 4 }, DropReason.Malformed)]
    [InlineData(0, new byte[] { 1, 2, 3 }, DropReason.Malformed)]
    [InlineData(1, new byte[] { }, DropReason.Malformed)]
    public void Everything_else_is_counted(int local, byte[] payload, DropReason reason)
    {
        using UdpPort port = Open("127.0.0.1");
        using Socket peer = Peer("127.0.0.1");
        peer.SendTo(payload, new IPEndPoint(IPAddress.Loopback, port.Locals[local].Port));

        port.Receive(_batch, Limit);

        Assert.Equal(1, port.Dropped(reason));
        Assert.Equal(0, _batch.Count);
        Assert.Null(_inbox.TryTake(TimeSpan.Zero));
    }

    [Fact]
    public void A_datagram_longer_than_a_buffer_is_counted()
    {
        using UdpPort port = Open("127.0.0.1");
        using Socket peer = Peer("127.0.0.1");
        peer.SendTo(new byte[1473], NatTraversal(port));

        port.Receive(_batch, Limit);

        Assert.Equal(1, port.Dropped(DropReason.NoRoom));
    }

    [Fact]
    public void A_full_inbox_is_counted_and_an_empty_pool_does_not_stop_Ike()
    {
        using UdpPort port = Open("127.0.0.1");
        using Socket peer = Peer("127.0.0.1");
        var held = new PacketBatch(64);
        while (_pool.TryRent() is { } packet)
        {
            held.TryAdd(packet);
        }

        peer.SendTo(Esp, NatTraversal(port));
        port.Receive(_batch, Limit);
        for (int number = 0; number < 5; number++)
        {
            peer.SendTo([0, 0, 0, 0, .. Ike], NatTraversal(port));
            port.Receive(_batch, Limit);
        }

        Assert.Equal((1, 1), (port.Dropped(DropReason.PoolEmpty), port.Dropped(DropReason.Ike)));
        Assert.Equal(Ike, _inbox.TryTake(TimeSpan.Zero)!.Message);
        PacketPool.Return(held);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_packet_leaves_from_its_port_with_its_traffic_class(string address)
    {
        using UdpPort near = Open(address);
        using UdpPort far = Open(address);
        PacketBuffer packet = _pool.TryRent()!;
        packet.TryFill(OuterPackets.Udp(near.Locals[1], far.Locals[1], Esp, trafficClass: 0x2E));
        _batch.TryAdd(packet);
        near.Send(_batch);
        Assert.Equal(0, _batch.Count);

        ReceiveOne(far);

        Assert.True(IpPacket.TryRead(_batch[0].Packet, out IpPacket ip));
        Assert.True(UdpHeader.TryRead(_batch[0].Packet[ip.PayloadOffset..], out UdpHeader udp));
        Assert.Equal((near.Locals[1], (byte)0x2E, (byte)31), (new UdpEndpoint(ip.Source, udp.SourcePort), ip.TrafficClass, ip.HopLimit));
        Assert.Equal(Esp, _batch[0].Packet[(ip.PayloadOffset + UdpHeader.HeaderLength)..].ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Ike_is_sent_and_received_alike(int local)
    {
        using UdpPort near = Open("127.0.0.1");
        using UdpPort far = Open("127.0.0.1");

        Assert.Equal(DropReason.None, near.SendIke(near.Locals[local], far.Locals[local], Ike));
        far.Receive(_batch, Limit);

        IkeDatagram datagram = _inbox.TryTake(Limit)!;
        Assert.Equal(Ike, datagram.Message);
        Assert.Equal((far.Locals[local], near.Locals[local]), (datagram.Local, datagram.Remote));
    }

    [Fact]
    public void A_keep_alive_is_sent_and_received_alike()
    {
        using UdpPort near = Open("127.0.0.1");
        using UdpPort far = Open("127.0.0.1");

        Assert.Equal(DropReason.None, near.SendKeepAlive(near.Locals[1], far.Locals[1]));
        far.Receive(_batch, Limit);

        Assert.Equal(1, far.Dropped(DropReason.KeepAlive));
    }

    [Fact]
    public void What_is_not_from_one_of_its_ports_is_refused()
    {
        using UdpPort port = Open("127.0.0.1");
        UdpEndpoint stranger = port.Locals[1] with { Port = 9 };
        PacketBuffer packet = _pool.TryRent()!;
        packet.TryFill(OuterPackets.Udp(stranger, port.Locals[0], Esp, trafficClass: 0));
        _batch.TryAdd(packet);

        port.Send(_batch);

        Assert.Equal((0, 1), (_batch.Count, port.Dropped(DropReason.SendRefused)));
        Assert.Equal(DropReason.SendRefused, port.SendIke(stranger, port.Locals[0], Ike));
    }

    [Fact]
    public void A_port_that_is_taken_says_so()
    {
        using UdpPort port = Open("127.0.0.1");
        OuterPortOptions taken = Options("127.0.0.1") with { NatTraversalPort = port.Locals[1].Port };

        var refusal = Assert.Throws<PortUnavailableException>(() => new UdpPort(taken, _pool, _inbox));

        Assert.Contains($"UDP port {port.Locals[1].Port} of 127.0.0.1 is taken by another process", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_of_another_machine_is_refused()
    {
        var refusal = Assert.Throws<PortUnavailableException>(() => new UdpPort(Options("192.0.2.99"), _pool, _inbox));

        Assert.Contains("no interface has the address 192.0.2.99", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Receives_no_more_once_it_is_disposed()
    {
        UdpPort port = Open("127.0.0.1");

        Assert.True(port.Receive(_batch, TimeSpan.FromMilliseconds(1)));
        port.Dispose();

        Assert.False(port.Receive(_batch, Limit));
    }

    [Fact]
    public void A_packet_costs_no_allocation()
    {
        using var pool = new PacketPool(maximumCount: 64, maximumPacketLength: 1500);
        using var near = new UdpPort(Options("127.0.0.1"), pool, _inbox);
        using var far = new UdpPort(Options("127.0.0.1"), pool, _inbox);
        byte[] packet = OuterPackets.Udp(near.Locals[1], far.Locals[1], Esp, trafficClass: 0);
        var batch = new PacketBatch(1);

        // The warm-up is long: the runtime binds the system calls anew when it has compiled the loops for good.
        Assert.Equal(0, Allocations.Of(() => PassOne(pool, near, far, batch, packet), warmup: 20_000));
    }

    private static void PassOne(PacketPool pool, UdpPort near, UdpPort far, PacketBatch batch, byte[] bytes)
    {
        PacketBuffer packet = pool.TryRent()!;
        packet.TryFill(bytes);
        batch.TryAdd(packet);
        near.Send(batch);
        far.Receive(batch, Limit);
        PacketPool.Return(batch);
    }

    private static OuterPortOptions Options(string address)
    {
        Assert.True(IpAddress.TryParse(address, out IpAddress parsed));
        return new OuterPortOptions { Addresses = [parsed], IkePort = 0, NatTraversalPort = 0, SocketBufferBytes = 65_536 };
    }

    private static Socket Peer(string address)
    {
        var local = IPAddress.Parse(address);
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(local, 0));
        return socket;
    }

    private static IPEndPoint NatTraversal(UdpPort port) => new(port.Locals[1].Address.ToIPAddress(), port.Locals[1].Port);

    private UdpPort Open(string address)
    {
        if (address == "::1" && !Socket.OSSupportsIPv6)
        {
            Assert.Skip("no IPv6 here");
        }

        return new UdpPort(Options(address), _pool, _inbox);
    }

    private void ReceiveOne(UdpPort port)
    {
        port.Receive(_batch, Limit);
        Assert.Equal(1, _batch.Count);
    }
}
