using System.Diagnostics;
using HdrHistogram;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>Where the network of an open-loop load is: notes how long each packet took since it was to be sent.</summary>
/// <remarks>Runs on the shards' threads, one at a time.</remarks>
internal sealed class LatencyPort : IPacketPort
{
    private static readonly long LongestTicks = Stopwatch.Frequency * 60;

    private readonly LongHistogram _histogram = new(LongestTicks, 3);
    private readonly Lock _lock = new();
    private long _received;

    /// <summary>Packets that arrived.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Forgets what was noted.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _histogram.Reset();
        }
    }

    /// <summary>The latency that so many percent of the packets stayed within, in microseconds.</summary>
    public double Microseconds(double percent)
    {
        lock (_lock)
        {
            return _histogram.GetValueAtPercentile(percent) * 1e6 / Stopwatch.Frequency;
        }
    }

    /// <summary>Nothing comes from the network.</summary>
    public bool Receive(PacketBatch batch, TimeSpan wait)
    {
        Thread.Sleep(wait);
        return true;
    }

    /// <inheritdoc/>
    public void Send(PacketBatch batch)
    {
        long now = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                _histogram.RecordValue(Math.Clamp(now - batch[i].Tag, 0, LongestTicks));
            }
        }

        Volatile.Write(ref _received, _received + batch.Count);
        PacketPool.Return(batch);
    }

    /// <inheritdoc/>
    public long Dropped(DropReason reason) => 0;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
