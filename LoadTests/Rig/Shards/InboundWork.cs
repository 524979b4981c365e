using Pipeline.Engine.Packets;
using Pipeline.LoadTests.Rig.Measuring;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>The whole inbound path of one shard: find the SA, unprotect, check policy.</summary>
/// <remarks>Routing is no part of it, as in <see cref="OutboundWork"/>.</remarks>
/// <param name="shard">The shard; its load is inbound.</param>
/// <param name="isForged">True to spoil the ICV of every packet.</param>
internal sealed class InboundWork(OneShard shard, bool isForged = false) : IMeasured
{
    /// <inheritdoc/>
    public string Name => isForged ? "forged" : "path";

    /// <inheritdoc/>
    public int PacketsPerTurn => shard.Load.Buffers;

    /// <inheritdoc/>
    public void Prepare()
    {
        shard.FillBatchesProtected();
        if (isForged)
        {
            foreach (PacketBatch batch in shard.Batches)
            {
                Spoil(batch);
            }
        }
    }

    /// <inheritdoc/>
    public void Run()
    {
        foreach (PacketBatch batch in shard.Batches)
        {
            shard.Inbound.Process(batch, TimeSpan.Zero);
        }

        OneShard.Demand(shard.Inner.Count == (isForged ? 0 : PacketsPerTurn), shard.Inbound.Counters);
    }

    /// <inheritdoc/>
    public void Dispose() => shard.Dispose();

    private static void Spoil(PacketBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            batch[i].Packet[^1] ^= 1;
        }
    }
}
