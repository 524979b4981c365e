using Pipeline.Engine.Packets;

namespace Pipeline.Engine.DataPath;

/// <summary>The last station of a path: counts what leaves, and passes it on as full batches.</summary>
/// <param name="writer">Takes the packets.</param>
/// <param name="counters">Of the path.</param>
internal sealed class PathExit(BatchWriter writer, PathCounters counters)
{
    private int _packets;
    private long _bytes;

    /// <summary>Takes a packet over.</summary>
    public void Send(PacketBuffer packet)
    {
        _packets++;
        _bytes += packet.Length;
        writer.Add(packet);
    }

    /// <summary>Takes over every packet of a batch, which is empty afterwards.</summary>
    public void SendAll(PacketBatch packets)
    {
        for (int i = 0; i < packets.Count; i++)
        {
            Send(packets[i]);
        }

        packets.Forget();
    }

    /// <summary>Passes on what is left; to be called once a batch.</summary>
    public void Flush()
    {
        writer.Flush();
        counters.CountSent(_packets, _bytes);
        (_packets, _bytes) = (0, 0);
    }
}
