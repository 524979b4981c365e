using Pipeline.Engine.Ike;
using Pipeline.Engine.Ports.Datagrams;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Ike.Transport;

/// <summary>IKE between two gateways of one process: what one sends is in the other's inbox.</summary>
/// <param name="far">The other's inbox; what does not fit is lost, as on any network.</param>
public sealed class InMemoryIkeTransport(IkeInbox far) : IIkeTransport
{
    /// <inheritdoc/>
    public long Lost => 0;

    /// <inheritdoc/>
    public void Send(in IkePath path, ReadOnlySpan<byte> datagram) => far.TryAdd(path.Remote, path.Local, datagram);

    /// <inheritdoc/>
    public IpAddress SourceFor(in IpAddress remote) => new(UInt128.Zero, remote.IsIpv6);

    /// <inheritdoc/>
    public void SendKeepAlive(in IkePath path)
    {
        // There is no NAT.
    }
}
