namespace Pipeline.Engine.Packets;

/// <summary>One counter for each <see cref="DropReason"/>; any thread counts, any thread reads.</summary>
public sealed class DropCounters
{
    private readonly long[] _counts = new long[Enum.GetValues<DropReason>().Length];

    /// <summary>Packets dropped for a reason.</summary>
    public long this[DropReason reason] => Volatile.Read(ref _counts[(int)reason]);

    /// <summary>Packets dropped for any reason.</summary>
    public long Total
    {
        get
        {
            long total = 0;
            for (int i = 0; i < _counts.Length; i++)
            {
                total += Volatile.Read(ref _counts[i]);
            }

            return total;
        }
    }

    /// <summary>Counts packets.</summary>
    public void Count(DropReason reason, int packets = 1) =>
        Interlocked.Add(ref _counts[(int)reason], packets);

    /// <summary>Counts a packet and gives its buffer back: the one way to drop.</summary>
    public void Drop(PacketBuffer packet, DropReason reason)
    {
        Count(reason);
        PacketPool.Return(packet);
    }

    /// <summary>Counts and gives back everything that is left in a batch.</summary>
    public void Drop(PacketBatch batch, DropReason reason)
    {
        Count(reason, batch.Count);
        PacketPool.Return(batch);
    }
}
