using Pipeline.Actors.Sharding;
using Pipeline.Engine.Packets;
using Pipeline.LoadTests.Rig.Measuring;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>The whole outbound path of one shard: route, classify, protect.</summary>
internal sealed class OutboundWork(OneShard shard) : IMeasured
{
    private readonly RouteStep _route = new(PathDirection.Outbound, shard.Load.BatchPackets);

    /// <inheritdoc/>
    public string Name => "path";

    /// <inheritdoc/>
    public int PacketsPerTurn => shard.Load.Buffers;

    /// <inheritdoc/>
    public void Prepare() => shard.FillBatches();

    /// <inheritdoc/>
    public void Run()
    {
        foreach (PacketBatch batch in shard.Batches)
        {
            shard.Outbound.Process(_route.Run(batch), TimeSpan.Zero);
        }

        OneShard.Demand(shard.Outer.Count == PacketsPerTurn, shard.Outbound.Counters);
    }

    /// <inheritdoc/>
    public void Dispose() => shard.Dispose();
}
