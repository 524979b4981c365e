using Pipeline.Engine.Ike;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Sockets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Ike.Transport;

/// <summary>IKE over the sockets of a <see cref="UdpPort"/>.</summary>
/// <param name="port">The port.</param>
public sealed class UdpIkeTransport(UdpPort port) : IIkeTransport
{
    private long _lost;

    /// <inheritdoc/>
    public long Lost => Interlocked.Read(ref _lost);

    /// <inheritdoc/>
    public void Send(in IkePath path, ReadOnlySpan<byte> datagram) => Count(port.SendIke(path.Local, path.Remote, datagram));

    /// <inheritdoc/>
    public IpAddress SourceFor(in IpAddress remote) => SourceAddress.For(remote);

    /// <inheritdoc/>
    public void SendKeepAlive(in IkePath path) => Count(port.SendKeepAlive(path.Local, path.Remote));

    private void Count(DropReason reason)
    {
        if (reason != DropReason.None)
        {
            Interlocked.Increment(ref _lost);
        }
    }
}
