using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;

namespace Pipeline.Actors;

/// <summary>The last station of a walk: one port, shared by the threads of all shards.</summary>
internal sealed class PortSender(IPacketPort port)
{
    private readonly Lock _lock = new();

    /// <summary>Packets that the port did not take.</summary>
    public DropCounters Drops { get; } = new();

    /// <summary>Sends a batch; it is empty afterwards, and what the port did not take is counted.</summary>
    public void Send(PacketBatch batch)
    {
        lock (_lock)
        {
            port.Send(batch);
        }

        Drops.Drop(batch, DropReason.PortBusy);
    }
}
