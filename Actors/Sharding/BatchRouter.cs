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

    /// <summary>Takes over everything in a batch, for one shard, without looking at a packet; the batch is empty afterwards.</summary>
    public void AddAll(PacketBatch arrivals, int shard, PathDirection direction)
    {
        if (arrivals.Count == 0)
        {
            return;
        }

        if (batches.TryRent() is not { } batch)
        {
            shards[shard].Refused.Drop(arrivals, DropReason.ShardFull);
            return;
        }

        arrivals.ExchangeWith(batch);
        Post(batch, shard, direction);
    }

    private void PostOpen(int shard, PathDirection direction)
    {
        Post(_open[shard]!, shard, direction);
        _open[shard] = null;
    }

    private void Post(PacketBatch batch, int shard, PathDirection direction)
    {
        if (!shards[shard].TryPost(batch, direction))
        {
            shards[shard].Refused.Drop(batch, DropReason.ShardFull);
            batches.Return(batch);
        }
    }
}
