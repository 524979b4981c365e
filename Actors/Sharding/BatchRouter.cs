using Pipeline.Engine.Packets;

namespace Pipeline.Actors.Sharding;

/// <summary>Sorts packets into one batch for each shard and posts the batches; belongs to one thread.</summary>
internal sealed class BatchRouter(Shard[] shards, PacketBatchPool batches)
{
    private readonly PacketBatch?[] _open = new PacketBatch?[shards.Length];

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
            PostOpen(shard, direction);
        }
    }

    /// <summary>Posts every batch that holds something.</summary>
    public void Flush(PathDirection direction)
    {
        for (int shard = 0; shard < _open.Length; shard++)
        {
            if (_open[shard] is not null)
            {
                PostOpen(shard, direction);
            }
        }
    }

    /// <summary>Posts a whole batch to one shard.</summary>
    /// <param name="batch">Came from the same pool of batches; taken over.</param>
    /// <param name="shard">Where to.</param>
    /// <param name="direction">The walk.</param>
    /// <returns>An empty batch in its place: the same one when the shard is full and the packets were dropped.</returns>
    public PacketBatch Exchange(PacketBatch batch, int shard, PathDirection direction)
    {
        if (batch.Count == 0)
        {
            return batch;
        }

        if (batches.TryRent() is { } empty)
        {
            if (shards[shard].TryPost(batch, direction))
            {
                return empty;
            }

            batches.Return(empty);
        }

        shards[shard].Refused.Drop(batch, DropReason.ShardFull);
        return batch;
    }

    private void PostOpen(int shard, PathDirection direction)
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
