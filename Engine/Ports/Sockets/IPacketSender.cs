using Pipeline.Engine.Packets;

namespace Pipeline.Engine.Ports.Sockets;

/// <summary>Sends one packet.</summary>
internal interface IPacketSender
{
    /// <summary>Sends a whole IP packet, which stays the caller's.</summary>
    /// <returns>
    /// <see cref="DropReason.None"/> when it is sent, <see cref="DropReason.PortBusy"/> when it may be tried again, else why
    /// it never can be.
    /// </returns>
    DropReason Send(PacketBuffer packet);
}
