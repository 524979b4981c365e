using System.Buffers.Binary;
using Akka.Dispatch;
using Pipeline.Actors.Sharding;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Actors.Sharding;

/// <summary>Station 2: each packet finds its shard, and a full shard costs nobody else anything.</summary>
public sealed class ShardedDispatcherTests : IDisposable
{
    private readonly PacketPool _pool = new(256, 1500, trackLeaks: true);
    private readonly PacketBatchPool _batches = new(64, 64);
    private readonly Shard[] _shards;

    public ShardedDispatcherTests() =>
        _shards = [.. Enumerable.Range(0, 4).Select(index => ShardTests.NewShard(index, queueBatches: 2, _batches))];

    [Theory]
    [InlineData(50, 0x0001_0000, 0)]
    [InlineData(50, 0x0001_0002, 2)]
    [InlineData(50, 0x0001_0007, 3)] // 7 modulo four shards
    [InlineData(51, 0x0001_0001, 1)]
    public void Takes_a_protected_packet_to_the_home_of_its_SPI(byte protocol, uint spi, int home)
    {
        ShardedDispatcher dispatcher = NewDispatcher(PathDirection.Inbound);

        Route(dispatcher, Protected(protocol, spi));

        AssertReceived(home, 1);
    }

    [Fact]
    public void Takes_ESP_in_UDP_to_the_home_of_its_SPI()
    {
        ShardedDispatcher dispatcher = NewDispatcher(PathDirection.Inbound);

        Route(dispatcher, InUdp(4500, 0x0001_0003));

        AssertReceived(3, 1);
    }

    [Theory]
    [InlineData(PathDirection.Outbound)]
    [InlineData(PathDirection.Inbound)]
    public void The_short_way_and_the_general_way_find_the_same_shard(PathDirection direction)
    {
        ShardedDispatcher dispatcher = NewDispatcher(direction);
        List<PacketBuffer> packets = [Protected(50, 0x0001_0003), Protected(51, 0x0001_0001), InUdp(4500, 0x0001_0002)];
        packets.AddRange(TestPackets.All(ipv6: false).Concat(TestPackets.All(ipv6: true)).Select(packet => _pool.Rent(packet)));
        packets.AddRange(Enumerable.Range(1, 64).Select(port => Udp((ushort)port)));

        foreach (PacketBuffer packet in packets)
        {
            bool isFound = dispatcher.TryShardOf(packet.Packet, out int shard);

            Assert.Equal((dispatcher.TryShardOfAny(packet.Packet, out int general), general), (isFound, shard));
            PacketPool.Return(packet);
        }
    }

    [Fact]
    public void Takes_all_packets_of_a_flow_to_one_shard_and_spreads_flows()
    {
        ShardedDispatcher dispatcher = NewDispatcher(PathDirection.Outbound);

        for (ushort port = 1; port <= 64; port++)
        {
            Route(dispatcher, Udp(port), Udp(port));
        }

        Start();
        CoreRig.Await(() => _shards.Sum(shard => shard.OutboundCounters.ReceivedPackets) + Refused() == 128);
        Assert.All(_shards, shard => Assert.True(shard.OutboundCounters.ReceivedPackets % 2 == 0));
        Assert.All(_shards, shard => Assert.True(shard.OutboundCounters.ReceivedPackets > 0));
    }

    [Fact]
    public void Takes_all_fragments_of_a_datagram_to_one_shard()
    {
        ShardedDispatcher dispatcher = NewDispatcher(PathDirection.Outbound);
        PacketBuffer first = Udp(5);
        PacketBuffer second = Udp(5);
        BinaryPrimitives.WriteUInt16BigEndian(first.Packet[6..], 0x2000);
        BinaryPrimitives.WriteUInt16BigEndian(second.Packet[6..], 2);

        Route(dispatcher, first, second);

        Start();
        CoreRig.Await(() => _shards.Sum(shard => shard.OutboundCounters.ReceivedPackets) == 2);
        Assert.Single(_shards, shard => shard.OutboundCounters.ReceivedPackets == 2);
    }

    [Fact]
    public void A_full_shard_is_a_counted_drop_and_the_others_go_on()
    {
        ShardedDispatcher dispatcher = NewDispatcher(PathDirection.Inbound);

        for (int batch = 0; batch < 5; batch++)
        {
            Route(dispatcher, Protected(50, 0x0001_0001));
        }

        Route(dispatcher, Protected(50, 0x0001_0002));

        Assert.Equal(3, _shards[1].Refused[DropReason.ShardFull]);
        Assert.Equal(0, _shards[2].Refused.Total);
        AssertReceived(2, 1);
    }

    [Fact]
    public void A_stuck_shard_slows_nobody_and_holds_no_more_than_its_channel()
    {
        const int Batches = 200;
        using var release = new ManualResetEventSlim();
        _shards[1].Run(new Stuck(release));
        Start();
        ShardedDispatcher dispatcher = NewDispatcher(PathDirection.Inbound);

        for (int batch = 1; batch <= Batches; batch++)
        {
            Route(dispatcher, Protected(50, 0x0001_0001), Protected(50, 0x0001_0002));
            int routed = batch;
            CoreRig.Await(() => _shards[2].InboundCounters.ReceivedPackets == routed);
        }

        const int QueueBatches = 2;
        Assert.Equal(Batches - QueueBatches, _shards[1].Refused[DropReason.ShardFull]);
        Assert.Equal(QueueBatches, _pool.OutsideCount);
        Assert.Equal(0, _shards[2].Refused.Total);
        release.Set();
        CoreRig.Await(() => _shards[1].InboundCounters.ReceivedPackets == QueueBatches);
    }

    [Theory]
    [InlineData(PathDirection.Outbound)]
    [InlineData(PathDirection.Inbound)]
    public void With_one_shard_everything_goes_there_and_the_path_counts_what_is_not_IP(PathDirection direction)
    {
        ShardedDispatcher dispatcher = NewDispatcher(direction, shardCount: 1);
        var arrivals = new PacketBatch();
        foreach (byte[] bytes in (byte[][])[[0xff, 0xff, 0xff], [], [0x45, 0, 0]])
        {
            PacketBuffer packet = _pool.TryRent()!;
            packet.TryFill(bytes);
            arrivals.TryAdd(packet);
        }

        dispatcher.Route(arrivals);

        Assert.Equal(0, arrivals.Count);
        _shards[0].Start();
        DropCounters drops = (direction == PathDirection.Outbound ? _shards[0].OutboundCounters : _shards[0].InboundCounters).Drops;
        CoreRig.Await(() => drops.Total == 3);
        Assert.Equal((2, 1), (drops[DropReason.NotIp], drops[DropReason.Malformed]));
        Assert.Equal(0, dispatcher.Drops.Total);
    }

    [Fact]
    public void A_single_shard_that_is_full_costs_the_packets_and_no_batch()
    {
        ShardedDispatcher dispatcher = NewDispatcher(PathDirection.Outbound, shardCount: 1);
        for (int round = 0; round < 200; round++)
        {
            Route(dispatcher, Udp(5));
        }

        Assert.Equal(198, _shards[0].Refused[DropReason.ShardFull]);
        Assert.Equal(2, _pool.OutsideCount);
    }

    [Fact]
    public void What_is_not_IP_ends_here()
    {
        ShardedDispatcher dispatcher = NewDispatcher(PathDirection.Outbound);
        PacketBuffer packet = _pool.TryRent()!;
        packet.TryFill([0xff, 0xff, 0xff]);

        Route(dispatcher, packet);

        Assert.Equal(1, dispatcher.Drops[DropReason.NotIp]);
    }

    private ShardedDispatcher NewDispatcher(PathDirection direction, int shardCount = 4) =>
        new(_shards[..shardCount], new ShardDirectory(), _batches, direction);

    private static void Route(ShardedDispatcher dispatcher, params PacketBuffer[] packets)
    {
        var batch = new PacketBatch();
        Array.ForEach(packets, packet => batch.TryAdd(packet));
        dispatcher.Route(batch);
    }

    private PacketBuffer Udp(ushort port) => Ip(IpProtocol.Udp, payload =>
    {
        BinaryPrimitives.WriteUInt16BigEndian(payload, port);
        BinaryPrimitives.WriteUInt16BigEndian(payload[4..], (ushort)payload.Length);
    });

    private PacketBuffer Protected(byte protocol, uint spi) => Ip(protocol, payload =>
    {
        payload[1] = 4;
        BinaryPrimitives.WriteUInt32BigEndian(payload[(protocol == IpProtocol.Ah ? 4 : 0)..], spi);
    });

    private PacketBuffer InUdp(ushort port, uint spi) => Ip(IpProtocol.Udp, payload =>
    {
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], port);
        BinaryPrimitives.WriteUInt16BigEndian(payload[4..], (ushort)payload.Length);
        BinaryPrimitives.WriteUInt32BigEndian(payload[8..], spi);
    });

    private PacketBuffer Ip(byte protocol, SpanWriter write)
    {
        PacketBuffer packet = _pool.TryRent()!;
        Span<byte> bytes = packet.Reset(60);
        bytes.Clear();
        new Ipv4Header
        {
            TotalLength = 60,
            TimeToLive = 64,
            Protocol = protocol,
            Source = CoreRig.Address("192.0.2.1"),
            Destination = CoreRig.Address("192.0.2.2"),
        }.Write(bytes);
        write(bytes[20..]);
        return packet;
    }

    private void AssertReceived(int home, int count)
    {
        Start();
        CoreRig.Await(() => _shards[home].InboundCounters.ReceivedPackets == count);
    }

    private long Refused() => _shards.Sum(shard => shard.Refused.Total);

    private void Start() => Array.ForEach(_shards, shard => shard.Start());

    public void Dispose()
    {
        Array.ForEach(_shards, shard => shard.Dispose());
        _pool.Dispose();
    }

    private delegate void SpanWriter(Span<byte> payload);

    /// <summary>A mailbox whose actor does not come back.</summary>
    private sealed class Stuck(ManualResetEventSlim release) : IRunnable
    {
        public void Run() => release.Wait();

        public void Execute() => Run();
    }
}
