using Pipeline.Engine.Packets;

namespace Pipeline.Actors.Sharding;

/// <summary>Sorts packets into one batch for each shard and posts the batches; belongs to one thread.</summary>
internal sealed class BatchRouter(IReadOnlyList<Shard> shards, PacketBatchPool batches)
{
    private readonly PacketBatch?[] _open = new PacketBatch?[shards.Count];

    /// <summary>Takes a packet over, for a shard.</summary>
    public void Add(PacketBuffer packet, int shard, PathDirection direction)
    {
        PacketBatch? batch = _open[shard] ??= batches.TryRent();
        if (batch is null)
        {
            shards[shard].Refused.Drop(packet, DropReason.ShardFull);
            return;
        }

        batch.TryAdd(packet);
        if (batch.IsFull)
        {
            Post(shard, direction);
        }
    }

    /// <summary>Posts every batch that holds something.</summary>
    public void Flush(PathDirection direction)
    {
        for (int shard = 0; shard < _open.Length; shard++)
        {
            if (_open[shard] is not null)
            {
                Post(shard, direction);
            }
        }
    }

    private void Post(int shard, PathDirection direction)
    {
        PacketBatch batch = _open[shard]!;
        _open[shard] = null;
        if (!shards[shard].TryPost(batch, direction))
        {
            shards[shard].Refused.Drop(batch, DropReason.ShardFull);
            batches.Return(batch);
        }
    }
}
