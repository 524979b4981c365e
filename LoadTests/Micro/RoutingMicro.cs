using BenchmarkDotNet.Attributes;
using Pipeline.Actors.Sharding;
using Pipeline.Engine.Packets;
using Pipeline.LoadTests.Rig.Shards;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Micro;

/// <summary>What does it cost to find the shard of a packet, with several shards?</summary>
/// <remarks>With one shard it costs nothing: <see cref="ShardedDispatcher"/> then looks at no packet.</remarks>
public class RoutingMicro
{
    private const int Shards = 4;

    private readonly ShardedDispatcher _outbound = DispatcherOf(PathDirection.Outbound);
    private readonly ShardedDispatcher _inbound = DispatcherOf(PathDirection.Inbound);
    private byte[] _clear = [];
    private byte[] _protected = [];

    /// <summary>Makes a packet of each direction.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        if (!CipherSuite.TryFind("aes128-gcm", out CipherSuite suite, out string refusal))
        {
            throw new InvalidOperationException(refusal);
        }

        using var shard = new OneShard(new PathLoad { Suite = suite, Size = 1420, Direction = PathDirection.Outbound, Buffers = 1 });
        shard.FillBatches();
        _clear = shard.Batches[0][0].Packet.ToArray();
        shard.Outbound.Process(shard.Batches[0], TimeSpan.Zero);
        shard.FillBatchesProtected();
        _protected = shard.Batches[0][0].Packet.ToArray();
    }

    /// <summary>By the hash of the flow.</summary>
    [Benchmark]
    public bool ByFlow() => _outbound.TryShardOf(_clear, out _);

    /// <summary>By the SPI of ESP.</summary>
    [Benchmark]
    public bool BySpi() => _inbound.TryShardOf(_protected, out _);

    // To decide, a dispatcher asks the list of shards for its length only.
    private static ShardedDispatcher DispatcherOf(PathDirection direction) =>
        new(new Shard[Shards], new ShardDirectory(), new PacketBatchPool(1, 1), direction);
}
