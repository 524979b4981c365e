using System.Diagnostics;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>Where the hosts of an open-loop load are: packets come when the plan says, whether the gateway keeps up or not.</summary>
/// <remarks>
/// A packet carries the time at which it was to be sent. When the gateway, or this port's own reader, is late, the next
/// packets still carry their planned times, so that the wait counts: no coordinated omission. The reader's thread is the
/// generator, so that no third thread competes for a core.
/// </remarks>
internal sealed class OpenLoopPort(PacketPool pool, FlowPackets packets, int flowCount) : IPacketPort
{
    private double _ticksBetween;
    private double _next;
    private long _sent;
    private int _flow;

    /// <summary>Packets handed to the gateway.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Sends so many packets a second from now on; 0 for none, infinity for as many as there are buffers.</summary>
    public void SetRate(double packetsPerSecond)
    {
        Volatile.Write(ref _next, Stopwatch.GetTimestamp());
        Volatile.Write(ref _ticksBetween, Stopwatch.Frequency / packetsPerSecond);
    }

    /// <inheritdoc/>
    public bool Receive(PacketBatch batch, TimeSpan wait)
    {
        double between = Volatile.Read(ref _ticksBetween);
        if (!double.IsFinite(between))
        {
            Thread.Sleep(1);
            return true;
        }

        while (!batch.IsFull)
        {
            double due = _next;
            if (due > Stopwatch.GetTimestamp() || pool.TryRent() is not { } packet)
            {
                break;
            }

            packets.Fill(packet, _flow++ % flowCount);
            packet.Tag = between == 0 ? Stopwatch.GetTimestamp() : (long)due;
            batch.TryAdd(packet);
            _next = due + between;
        }

        Volatile.Write(ref _sent, _sent + batch.Count);
        if (batch.Count == 0)
        {
            Thread.SpinWait(10);
        }

        return true;
    }

    /// <summary>Nothing comes back to the hosts; what does goes to its pool.</summary>
    public void Send(PacketBatch batch) => PacketPool.Return(batch);

    /// <inheritdoc/>
    public long Dropped(DropReason reason) => 0;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
