using Pipeline.Engine.Packets;

namespace Pipeline.LoadTests.Rig.Traffic;

/// <summary>Where a path sends to: keeps the packets of one turn, as a port's ring would, until they are taken back.</summary>
internal sealed class PacketSink
{
    private readonly PacketBuffer?[] _kept;

    /// <param name="capacity">Packets of one turn at most.</param>
    /// <param name="batchPackets">Packets of a batch.</param>
    public PacketSink(int capacity, int batchPackets)
    {
        _kept = new PacketBuffer?[capacity];
        Writer = new BatchWriter(Keep, batchPackets);
    }

    /// <summary>What the path writes to.</summary>
    public BatchWriter Writer { get; }

    /// <summary>Packets kept.</summary>
    public int Count { get; private set; }

    /// <summary>Moves what was kept into batches, in order.</summary>
    public void MoveTo(ReadOnlySpan<PacketBatch> batches)
    {
        int batch = 0;
        for (int i = 0; i < Count; i++)
        {
            if (!batches[batch].TryAdd(_kept[i]!))
            {
                batches[++batch].TryAdd(_kept[i]!);
            }
        }

        Forget();
    }

    /// <summary>Gives every packet back to its pool.</summary>
    public void ReturnAll()
    {
        for (int i = 0; i < Count; i++)
        {
            PacketPool.Return(_kept[i]!);
        }

        Forget();
    }

    private void Forget()
    {
        Array.Clear(_kept, 0, Count);
        Count = 0;
    }

    private void Keep(PacketBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            _kept[Count++] = batch[i];
        }

        batch.Forget();
    }
}
