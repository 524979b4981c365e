using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;

namespace Pipeline.Actors;

/// <summary>The last station of a walk: one port, shared by the threads of all shards.</summary>
internal sealed class PortSender(IPacketPort port)
{
    private readonly Lock _lock = new();

    /// <summary>Packets that the port did not take.</summary>
    public DropCounters Drops { get; } = new();

    /// <summary>What the port threw last; null when it never did.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Sends a batch; it is empty afterwards, and what the port did not take is counted.</summary>
    public void Send(PacketBatch batch)
    {
        lock (_lock)
        {
            try
            {
                port.Send(batch);
            }
            catch (Exception fault)
            {
                // What is left in the batch was not sent; the next batch tries again.
                Fault = fault;
            }
        }

        Drops.Drop(batch, DropReason.PortBusy);
    }
}
