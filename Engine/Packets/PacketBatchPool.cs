namespace Pipeline.Engine.Packets;

/// <summary>A bounded stock of empty batches for hand-overs between threads; safe for concurrent use.</summary>
/// <param name="maximumCount">The most batches that exist.</param>
/// <param name="batchCapacity">Packets that one batch holds.</param>
public sealed class PacketBatchPool(int maximumCount, int batchCapacity)
{
    private readonly Lock _lock = new();
    private readonly PacketBatch[] _idle = new PacketBatch[maximumCount];
    private int _idleCount;
    private int _made;

    /// <summary>Takes an empty batch.</summary>
    /// <returns>Null when all are in use.</returns>
    public PacketBatch? TryRent()
    {
        lock (_lock)
        {
            if (_idleCount > 0)
            {
                return _idle[--_idleCount];
            }

            if (_made == maximumCount)
            {
                return null;
            }

            _made++;
            return new PacketBatch(batchCapacity);
        }
    }

    /// <summary>Takes a batch back; packets still in it go back to their pools.</summary>
    public void Return(PacketBatch batch)
    {
        PacketPool.Return(batch);
        lock (_lock)
        {
            _idle[_idleCount++] = batch;
        }
    }
}
