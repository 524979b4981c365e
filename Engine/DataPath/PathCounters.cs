using Pipeline.Engine.Packets;

namespace Pipeline.Engine.DataPath;

/// <summary>What one path of one shard did; its thread writes, any thread reads.</summary>
public sealed class PathCounters
{
    private long _receivedPackets;
    private long _receivedBytes;
    private long _sentPackets;
    private long _sentBytes;

    /// <summary>Packets dropped, by reason.</summary>
    public DropCounters Drops { get; } = new();

    /// <summary>Packets that entered the path.</summary>
    public long ReceivedPackets => Volatile.Read(ref _receivedPackets);

    /// <summary>Bytes of the packets that entered the path.</summary>
    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    /// <summary>Packets that left at the path's end.</summary>
    public long SentPackets => Volatile.Read(ref _sentPackets);

    /// <summary>Bytes of the packets that left at the path's end.</summary>
    public long SentBytes => Volatile.Read(ref _sentBytes);

    internal void CountReceived(PacketBatch batch)
    {
        long bytes = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            bytes += batch[i].Length;
        }

        Volatile.Write(ref _receivedPackets, _receivedPackets + batch.Count);
        Volatile.Write(ref _receivedBytes, _receivedBytes + bytes);
    }

    internal void CountSent(int packets, long bytes)
    {
        Volatile.Write(ref _sentPackets, _sentPackets + packets);
        Volatile.Write(ref _sentBytes, _sentBytes + bytes);
    }
}
