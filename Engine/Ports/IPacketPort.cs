using Pipeline.Engine.Packets;

namespace Pipeline.Engine.Ports;

/// <summary>Where packets enter and leave: a device, a socket, a file or memory. Works in batches.</summary>
/// <remarks>One thread receives and one thread sends at a time; the two may be different threads.</remarks>
public interface IPacketPort : IDisposable
{
    /// <summary>Adds the packets that are there to <paramref name="batch"/>, waiting for the first at most <paramref name="wait"/>.</summary>
    /// <returns>
    /// False when no packet will ever come again (end of the file, other side closed); true otherwise, also when none
    /// came in time.
    /// </returns>
    bool Receive(PacketBatch batch, TimeSpan wait);

    /// <summary>Sends the packets of <paramref name="batch"/> in order and takes over those it sent.</summary>
    /// <remarks>
    /// What is left in the batch afterwards was not sent, because the port is busy; it still belongs to the caller,
    /// who counts it as <see cref="DropReason.PortBusy"/> or tries again.
    /// </remarks>
    void Send(PacketBatch batch);

    /// <summary>Packets that the port itself had to drop, by reason; never decreases.</summary>
    long Dropped(DropReason reason);
}
