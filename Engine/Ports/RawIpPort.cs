using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Sockets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports;

/// <summary>ESP and AH directly above IP, by raw sockets: receives these two, sends whole IP packets of any protocol. Linux only.</summary>
/// <remarks>
/// The kernel puts fragments together before it gives a packet, and sends none itself: a packet longer than the interface's
/// MTU is dropped as <see cref="DropReason.TooBig"/>. It fills in IPv4 checksums, and an identification of 0.
/// </remarks>
public sealed class RawIpPort : IPacketPort, IPacketSender
{
    private readonly List<RawSocket> _sockets;
    private readonly RawSender?[] _senders = new RawSender?[2];
    private readonly SocketPoll _poll;
    private readonly PortDrops _drops;

    /// <param name="options">Addresses.</param>
    /// <param name="pool">Where received packets are rented.</param>
    /// <exception cref="PortUnavailableException">An address is not ours, or CAP_NET_RAW is missing.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public RawIpPort(OuterPortOptions options, PacketPool pool)
        : this(options, pool, new PortDrops())
    {
    }

    internal RawIpPort(OuterPortOptions options, PacketPool pool, PortDrops drops)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(pool);
        PortUnavailableException.ThrowIfNotLinux("A raw IP port");
        _drops = drops;
        RawSocket Open(IpAddress address, byte protocol) => new(address, protocol, options.SocketBufferBytes, _drops);
        _sockets = LocalAddresses.OpenEach(options.Addresses, address => Open(address, IpProtocol.Esp));
        try
        {
            _sockets.AddRange(LocalAddresses.OpenEach(options.Addresses, address => Open(address, IpProtocol.Ah)));
            foreach (bool isIpv6 in _sockets.Select(socket => socket.IsIpv6).Distinct())
            {
                _senders[isIpv6 ? 1 : 0] = new RawSender(isIpv6, options.SocketBufferBytes);
            }
        }
        catch
        {
            CloseSockets();
            throw;
        }

        _poll = new SocketPoll(_sockets, pool, _drops);
    }

    internal IReadOnlyList<PortSocket> Sockets => _sockets;

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

    /// <summary>Closes the sockets; what is queued in them is lost. Nobody may receive or send then.</summary>
    public void Dispose()
    {
        _poll.Dispose();
        CloseSockets();
    }

    /// <summary>Sends one packet.</summary>
    internal DropReason Send(PacketBuffer packet, in IpPacket ip) =>
        _senders[ip.IsIpv6 ? 1 : 0] is { } sender ? sender.Send(packet, ip) : DropReason.SendRefused;

    /// <inheritdoc/>
    DropReason IPacketSender.Send(PacketBuffer packet) =>
        IpPacket.TryRead(packet.Packet, out IpPacket ip) ? Send(packet, ip) : DropReason.Malformed;

    private void CloseSockets()
    {
        _sockets.ForEach(socket => socket.Dispose());
        Array.ForEach(_senders, sender => sender?.Dispose());
    }
}
