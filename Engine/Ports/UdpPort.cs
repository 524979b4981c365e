using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Datagrams;
using Pipeline.Engine.Ports.Sockets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports;

/// <summary>The UDP ports of IKE and NAT traversal: ESP in UDP is packets, IKE goes to whoever takes it. Linux only.</summary>
/// <remarks>
/// <code>
/// port 500    IKE message                       --> IIkeDatagrams
/// port 4500   | 0 0 0 0 | IKE message           --> IIkeDatagrams
///             | SPI | ESP                       --> Receive, as | IP | UDP | ESP |
///             | 0xFF |                          --> counted (RFC 3948 §2.3)
/// </code>
/// A packet that is sent must be a whole UDP packet from one of these ports; the kernel writes its headers anew, with the
/// addresses, DSCP, ECN, hop limit and DF that it had. The UDP checksum is sent also over IPv4, where RFC 3948 §2.1 would
/// rather have none: it costs the kernel little, and the IKE messages of the same socket want one.
/// </remarks>
public sealed class UdpPort : IPacketPort, IPacketSender
{
    private readonly List<UdpSocket> _sockets;
    private readonly SocketPoll _poll;
    private readonly PortDrops _drops;

    /// <param name="options">Addresses and ports.</param>
    /// <param name="pool">Where received packets are rented.</param>
    /// <param name="ike">Takes the IKE messages.</param>
    /// <exception cref="PortUnavailableException">A port is taken, an address not ours or a capability missing.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public UdpPort(OuterPortOptions options, PacketPool pool, IIkeDatagrams ike)
        : this(options, pool, ike, new PortDrops())
    {
    }

    internal UdpPort(OuterPortOptions options, PacketPool pool, IIkeDatagrams ike, PortDrops drops)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(ike);
        PortUnavailableException.ThrowIfNotLinux("A UDP port");
        int headers = Ipv6Header.Length + UdpHeader.HeaderLength;
        ArgumentOutOfRangeException.ThrowIfLessThan(pool.MaximumPacketLength, headers, nameof(pool));
        _drops = drops;
        UdpSocket Open(IpAddress address, ushort port, bool isNatTraversal) =>
            new(new UdpEndpoint(address, port), isNatTraversal, options.SocketBufferBytes, ike, _drops);
        _sockets = LocalAddresses.OpenEach(options.Addresses, address => Open(address, options.IkePort, isNatTraversal: false));
        try
        {
            _sockets.AddRange(LocalAddresses.OpenEach(
                options.Addresses, address => Open(address, options.NatTraversalPort, isNatTraversal: true)));
        }
        catch
        {
            _sockets.ForEach(socket => socket.Dispose());
            throw;
        }

        _poll = new SocketPoll(_sockets, pool, _drops);
    }

    /// <summary>Where it listens: first the IKE port of each address, then the NAT traversal port of each.</summary>
    public IReadOnlyList<UdpEndpoint> Locals => [.. _sockets.Select(socket => socket.Local)];

    internal IReadOnlyList<PortSocket> Sockets => _sockets;

    /// <inheritdoc/>
    public bool Receive(PacketBatch batch, TimeSpan wait) => _poll.Receive(batch, wait);

    /// <inheritdoc/>
    /// <remarks>
    /// A packet that is no UDP from one of these ports, or a fragment of it, is dropped as <see cref="DropReason.SendRefused"/>;
    /// one longer than the path as <see cref="DropReason.TooBig"/>.
    /// </remarks>
    public void Send(PacketBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        BatchSend.Run(batch, this, _drops);
    }

    /// <summary>Sends an IKE message, behind the non-ESP marker when it leaves from the NAT traversal port (RFC 3948 §2.2). Any thread.</summary>
    /// <param name="local">Our address, unspecified for the kernel's choice, and one of our two ports.</param>
    /// <param name="remote">The peer.</param>
    /// <param name="message">The message, from the IKE header on.</param>
    /// <returns>
    /// <see cref="DropReason.None"/> when it is sent; <see cref="DropReason.PortBusy"/>, <see cref="DropReason.TooBig"/>, or
    /// <see cref="DropReason.SendRefused"/>, also when <paramref name="local"/> is not ours. Never throws for a message.
    /// </returns>
    public DropReason SendIke(in UdpEndpoint local, in UdpEndpoint remote, ReadOnlySpan<byte> message) =>
        FindSocket(local, remote) is { } socket ? socket.SendIke(local.Address, remote, message) : DropReason.SendRefused;

    /// <summary>Sends the one byte that keeps a NAT's mapping alive (RFC 3948 §2.3). Any thread.</summary>
    /// <param name="local">As for <see cref="SendIke"/>.</param>
    /// <param name="remote">The peer.</param>
    /// <returns>As <see cref="SendIke"/>.</returns>
    public DropReason SendKeepAlive(in UdpEndpoint local, in UdpEndpoint remote) =>
        FindSocket(local, remote) is { } socket ? socket.SendKeepAlive(local.Address, remote) : DropReason.SendRefused;

    /// <inheritdoc/>
    public long Dropped(DropReason reason) => _drops[reason];

    /// <summary>Closes the sockets; what is queued in them is lost. Nobody may receive or send then.</summary>
    public void Dispose()
    {
        _poll.Dispose();
        _sockets.ForEach(socket => socket.Dispose());
    }

    /// <summary>Sends a packet if it is one of this port's.</summary>
    /// <returns>False for all others, and <paramref name="reason"/> means nothing then.</returns>
    internal bool TrySend(PacketBuffer packet, in IpPacket ip, out DropReason reason)
    {
        reason = DropReason.None;
        if (ip.Protocol != IpProtocol.Udp || ip.IsFragment
            || !UdpHeader.TryRead(packet.Packet[ip.PayloadOffset..ip.TotalLength], out UdpHeader udp)
            || Find(ip.Source, udp.SourcePort) is not { } socket)
        {
            return false;
        }

        reason = socket.SendPacket(packet, ip, udp);
        return true;
    }

    /// <inheritdoc/>
    DropReason IPacketSender.Send(PacketBuffer packet) =>
        IpPacket.TryRead(packet.Packet, out IpPacket ip) && TrySend(packet, ip, out DropReason reason) ? reason : DropReason.SendRefused;

    private UdpSocket? FindSocket(in UdpEndpoint local, in UdpEndpoint remote) =>
        local.Address.IsIpv6 == remote.Address.IsIpv6 ? Find(local.Address, local.Port) : null;

    private UdpSocket? Find(in IpAddress address, ushort port)
    {
        foreach (UdpSocket socket in _sockets)
        {
            if (socket.Owns(address, port))
            {
                return socket;
            }
        }

        return null;
    }
}
