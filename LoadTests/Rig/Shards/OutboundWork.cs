using Pipeline.Engine.Packets;
using Pipeline.LoadTests.Rig.Measuring;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>The whole outbound path of one shard: classify, protect.</summary>
/// <remarks>
/// Routing is no part of it: with one shard the dispatcher hands a batch over as it is. What the channel costs is measured by
/// the command <c>shards</c>, what it costs to find the shard of a packet by <see cref="Micro.RoutingMicro"/>.
/// </remarks>
internal sealed class OutboundWork(OneShard shard) : IMeasured
{
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
            shard.Outbound.Process(batch, TimeSpan.Zero);
        }

        OneShard.Demand(shard.Outer.Count == PacketsPerTurn, shard.Outbound.Counters);
    }

    /// <inheritdoc/>
    public void Dispose() => shard.Dispose();
}
