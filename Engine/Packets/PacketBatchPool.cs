namespace Pipeline.Engine.Packets;

/// <summary>A bounded stock of empty batches for hand-overs between threads; safe for concurrent use.</summary>
/// <remarks>
/// The first <see cref="PreparedCount"/> are made at once, so that a queue that grows late allocates nothing; a pool that
/// may hold more makes those on first need.
/// </remarks>
public sealed class PacketBatchPool
{
    /// <summary>Batches made in advance: about 1 MB of them, more than the queues of a few shards ever hold.</summary>
    public const int PreparedCount = 2048;

    private readonly Lock _lock = new();
    private readonly int _batchCapacity;
    private readonly PacketBatch[] _idle;
    private int _idleCount;
    private int _made;

    /// <param name="maximumCount">The most batches that exist.</param>
    /// <param name="batchCapacity">Packets that one batch holds.</param>
    public PacketBatchPool(int maximumCount, int batchCapacity)
    {
        _batchCapacity = batchCapacity;
        _idle = new PacketBatch[maximumCount];
        _made = Math.Min(maximumCount, PreparedCount);
        for (; _idleCount < _made; _idleCount++)
        {
            _idle[_idleCount] = new PacketBatch(batchCapacity);
        }
    }

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

            if (_made == _idle.Length)
            {
                return null;
            }

            _made++;
            return new PacketBatch(_batchCapacity);
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
