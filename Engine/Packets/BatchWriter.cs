namespace Pipeline.Engine.Packets;

/// <summary>Collects packets one by one and passes them on as full batches: the last station of a path.</summary>
/// <remarks>One packet in may become several out (fragments) or none; this keeps the paths free of that arithmetic.</remarks>
/// <param name="send">Takes over every packet of the batch it is given; the batch is empty when it returns.</param>
/// <param name="capacity">Packets in a full batch.</param>
public sealed class BatchWriter(Action<PacketBatch> send, int capacity = PacketBatch.MaximumCapacity)
{
    private readonly PacketBatch _batch = new(capacity);

    /// <summary>Takes a packet over.</summary>
    public void Add(PacketBuffer packet)
    {
        if (!_batch.TryAdd(packet))
        {
            Flush();
            _batch.TryAdd(packet);
        }
    }

    /// <summary>Passes on what was collected.</summary>
    public void Flush()
    {
        if (_batch.Count > 0)
        {
            send(_batch);
        }
    }
}
