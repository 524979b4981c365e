using Pipeline.Actors.Sharding;
using Pipeline.Engine.Packets;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>Station 2 for a shard that is measured without threads: the dispatcher's own decision, then a batch of its own.</summary>
/// <remarks>What is left out is the channel behind it: one write a batch, measured by the command <c>shards</c>.</remarks>
internal sealed class RouteStep
{
    private readonly ShardedDispatcher _dispatcher;
    private readonly PacketBatch _routed;

    /// <param name="direction">Which walk the packets are on.</param>
    /// <param name="batchPackets">Packets of a batch.</param>
    public RouteStep(PathDirection direction, int batchPackets)
    {
        // To decide, the dispatcher asks the list of shards for its length only.
        _dispatcher = new ShardedDispatcher(new Shard[1], new ShardDirectory(), new PacketBatchPool(1, 1), direction);
        _routed = new PacketBatch(batchPackets);
    }

    /// <summary>Takes the packets of a batch to their shard's batch; the arrivals are empty afterwards.</summary>
    /// <returns>The batch for the shard; good until the next call.</returns>
    public PacketBatch Run(PacketBatch arrivals)
    {
        for (int i = 0; i < arrivals.Count; i++)
        {
            PacketBuffer packet = arrivals[i];
            if (_dispatcher.TryShardOf(packet.Packet, out int shard) && shard == 0)
            {
                _routed.TryAdd(packet);
            }
            else
            {
                PacketPool.Return(packet);
            }
        }

        arrivals.Forget();
        return _routed;
    }
}
