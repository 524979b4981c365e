using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Native;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Sockets;

/// <summary>Sends whole IP packets of any protocol, one family, headers as they are; one thread at a time.</summary>
/// <remarks>Fragments too: the data path cuts what is too long, and a UDP socket could not send the pieces.</remarks>
/// <param name="isIpv6">The family.</param>
/// <param name="bufferBytes">Bytes that the kernel queues.</param>
internal sealed unsafe class RawSender(bool isIpv6, int bufferBytes) : IDisposable
{
    private readonly Descriptor _socket = SocketSetup.OpenSender(isIpv6, bufferBytes);
    private readonly SocketMessage _outgoing = new();

    /// <summary>Sends one.</summary>
    /// <param name="packet">The packet; bytes behind what its header says are left out.</param>
    /// <param name="ip">Its IP header, of this sender's family.</param>
    public DropReason Send(PacketBuffer packet, in IpPacket ip)
    {
        var destination = new UdpEndpoint(ip.Destination, 0);
        return _outgoing.TrySend(_socket, destination, 0, null, 0, SocketMessage.AddressIn(packet, packet.Offset), ip.TotalLength)
            ? DropReason.None
            : SendRefusal.ReasonOf(Libc.LastError);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
