using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Datagrams;
using Pipeline.Engine.Ports.Sockets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports;

/// <summary>The open network as one port: ESP in UDP, and ESP and AH above IP, received together and sent by what they are. Linux only.</summary>
/// <remarks>
/// UDP from one of our ports leaves through its socket, so that it has the port's source; everything else, fragments and
/// packets that policy permits in the clear included, leaves through the raw one, or is dropped as
/// <see cref="DropReason.SendRefused"/> when there is none.
/// </remarks>
public sealed class OuterPorts : IPacketPort, IPacketSender
{
    private readonly PortDrops _drops = new();
    private readonly RawIpPort? _raw;
    private readonly SocketPoll _poll;

    /// <param name="options">Addresses and ports.</param>
    /// <param name="pool">Where received packets are rented.</param>
    /// <param name="ike">Takes the IKE messages.</param>
    /// <exception cref="PortUnavailableException">A port is taken, an address not ours or a capability missing.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public OuterPorts(OuterPortOptions options, PacketPool pool, IIkeDatagrams ike)
    {
        ArgumentNullException.ThrowIfNull(options);
        Udp = new UdpPort(options, pool, ike, _drops);
        try
        {
            _raw = options.RawIp ? new RawIpPort(options, pool, _drops) : null;
        }
        catch
        {
            Udp.Dispose();
            throw;
        }

        _poll = new SocketPoll([.. Udp.Sockets, .. _raw?.Sockets ?? []], pool, _drops);
    }

    /// <summary>The UDP half, to send IKE by. Received by this port only.</summary>
    public UdpPort Udp { get; }

    /// <inheritdoc/>
    public bool Receive(PacketBatch batch, TimeSpan wait) => _poll.Receive(batch, wait);

    /// <inheritdoc/>
    public void Send(PacketBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        BatchSend.Run(batch, this, _drops);
    }

    /// <inheritdoc/>
    public long Dropped(DropReason reason) => _drops[reason];

    /// <summary>Closes all sockets. Nobody may receive or send then.</summary>
    public void Dispose()
    {
        _poll.Dispose();
        _raw?.Dispose();
        Udp.Dispose();
    }

    /// <inheritdoc/>
    DropReason IPacketSender.Send(PacketBuffer packet)
    {
        if (!IpPacket.TryRead(packet.Packet, out IpPacket ip))
        {
            return DropReason.Malformed;
        }

        if (Udp.TrySend(packet, ip, out DropReason reason))
        {
            return reason;
        }

        return _raw?.Send(packet, ip) ?? DropReason.SendRefused;
    }
}
