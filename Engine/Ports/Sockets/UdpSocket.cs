using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Datagrams;
using Pipeline.Engine.Ports.Native;
using Pipeline.Engine.Wire.Esp;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Sockets;

/// <summary>One UDP socket of a <see cref="UdpPort"/>: an address, or any of one family, and a port.</summary>
/// <remarks>
/// Receives in one thread. Sends from any: packets come from the shards and IKE from elsewhere, so sending is locked. The
/// socket is a plain one: the kernel must not take ESP out of it (UDP_ENCAP), for then we would never see it.
/// </remarks>
internal sealed unsafe class UdpSocket : PortSocket
{
    // RFC 7296 §3.1 and RFC 2408 §3.1: both versions begin with a header of 28 bytes.
    private const int ShortestIkeMessage = 28;
    private const int Unset = -1;

    private static readonly byte[] Marker = GC.AllocateArray<byte>(NonEspMarker.Length, pinned: true);

    private readonly IpAddress _bound;
    private readonly bool _isNatTraversal;
    private readonly IIkeDatagrams _ike;
    private readonly PortDrops _drops;
    private readonly SocketMessage _incoming = new();
    private readonly SocketMessage _outgoing = new();
    private readonly Lock _sending = new();
    private int _mtuDiscover = Unset;

    /// <param name="local">Where it listens; port 0 for one that the kernel chooses.</param>
    /// <param name="isNatTraversal">True for the port of RFC 3948, where ESP comes too and IKE is behind a marker.</param>
    /// <param name="bufferBytes">Bytes that the kernel queues in each direction.</param>
    /// <param name="ike">Takes IKE messages.</param>
    /// <param name="drops">Counts everything else that is no ESP.</param>
    /// <exception cref="PortUnavailableException">It cannot be opened.</exception>
    public UdpSocket(in UdpEndpoint local, bool isNatTraversal, int bufferBytes, IIkeDatagrams ike, PortDrops drops)
        : base(SocketSetup.OpenUdp(local, bufferBytes))
    {
        (_bound, _isNatTraversal, _ike, _drops) = (local.Address, isNatTraversal, ike, drops);
        Local = local.Port == 0 ? local with { Port = SocketSetup.PortOf(Handle) } : local;
    }

    /// <summary>Where it listens.</summary>
    public UdpEndpoint Local { get; }

    /// <summary>True when datagrams from this address and port leave through this socket.</summary>
    public bool Owns(in IpAddress address, ushort port) =>
        port == Local.Port && address.IsIpv6 == _bound.IsIpv6 && (_bound.IsUnspecified || address.IsUnspecified || address == _bound);

    /// <summary>Sends the payload of a UDP packet that the data path made; the kernel makes the headers anew, from those it has.</summary>
    /// <param name="packet">The whole packet.</param>
    /// <param name="ip">Its IP header.</param>
    /// <param name="udp">Its UDP header.</param>
    public DropReason SendPacket(PacketBuffer packet, in IpPacket ip, in UdpHeader udp)
    {
        lock (_sending)
        {
            SetDontFragment(ip.IsIpv6, ip.DontFragment);
            var control = new ControlWriter(_outgoing.Control);
            control.AddSource(ip.Source);
            control.AddTrafficClass(ip.IsIpv6, ip.TrafficClass);
            control.AddHopLimit(ip.IsIpv6, Math.Max(ip.HopLimit, (byte)1));
            int start = packet.Offset + ip.PayloadOffset + UdpHeader.HeaderLength;
            return TrySend(
                new UdpEndpoint(ip.Destination, udp.DestinationPort),
                control.Length,
                0,
                SocketMessage.AddressIn(packet, start),
                udp.Length - UdpHeader.HeaderLength);
        }
    }

    /// <summary>Sends an IKE message, behind the marker where this port needs it.</summary>
    public DropReason SendIke(in IpAddress source, in UdpEndpoint remote, ReadOnlySpan<byte> message) =>
        SendDatagram(source, remote, _isNatTraversal ? NonEspMarker.Length : 0, message);

    /// <summary>Keeps a NAT's mapping alive (RFC 3948 §2.3).</summary>
    public DropReason SendKeepAlive(in IpAddress source, in UdpEndpoint remote) => SendDatagram(source, remote, 0, [0xFF]);

    /// <inheritdoc/>
    protected override bool TryReceive(PacketBatch batch, ReceiveBuffers buffers)
    {
        PacketBuffer packet = buffers.Next;
        int headers = RebuiltHeader.LengthOfIp(_bound.IsIpv6) + UdpHeader.HeaderLength;
        int start = packet.Pool.Headroom + headers;
        int length = _incoming.Receive(
            Handle, SocketMessage.AddressIn(packet, start), packet.Pool.MaximumPacketLength - headers, out DatagramArrival arrival);
        if (length < 0)
        {
            return false;
        }

        if (_incoming.IsTruncated)
        {
            _drops.Count(DropReason.NoRoom);
            return true;
        }

        packet.Reset(start, length);
        Take(packet, arrival, batch, buffers);
        return true;
    }

    private void Take(PacketBuffer packet, in DatagramArrival arrival, PacketBatch batch, ReceiveBuffers buffers)
    {
        switch (Classify(packet.Packet))
        {
            case UdpPayloadKind.Esp:
                RebuiltHeader.PrependUdp(packet, arrival, Local.Port);
                buffers.Pass(batch);
                break;
            case UdpPayloadKind.Ike:
                TakeIke(packet.Packet[(_isNatTraversal ? NonEspMarker.Length : 0)..], arrival);
                break;
            case UdpPayloadKind.KeepAlive:
                _drops.Count(DropReason.KeepAlive);
                break;
            default:
                _drops.Count(DropReason.Malformed);
                break;
        }
    }

    private UdpPayloadKind Classify(ReadOnlySpan<byte> payload)
    {
        UdpPayloadKind kind = NonEspMarker.Classify(payload);
        if (_isNatTraversal || kind == UdpPayloadKind.KeepAlive)
        {
            return kind;
        }

        return payload.Length >= ShortestIkeMessage ? UdpPayloadKind.Ike : UdpPayloadKind.Malformed;
    }

    private void TakeIke(ReadOnlySpan<byte> message, in DatagramArrival arrival)
    {
        if (!_ike.TryAdd(new UdpEndpoint(arrival.Destination, Local.Port), arrival.Source, message))
        {
            _drops.Count(DropReason.Ike);
        }
    }

    private DropReason SendDatagram(in IpAddress source, in UdpEndpoint remote, int markerLength, ReadOnlySpan<byte> payload)
    {
        lock (_sending)
        {
            // A long message may be fragmented on its way: whoever minds fragments uses those of IKE (RFC 7383).
            SetDontFragment(remote.Address.IsIpv6, dontFragment: false);
            var control = new ControlWriter(_outgoing.Control);
            if (!source.IsUnspecified)
            {
                control.AddSource(source);
            }

            fixed (byte* start = payload)
            {
                return TrySend(remote, control.Length, markerLength, start, payload.Length);
            }
        }
    }

    private DropReason TrySend(in UdpEndpoint to, int controlLength, int markerLength, byte* payload, int length)
    {
        fixed (byte* marker = Marker)
        {
            return _outgoing.TrySend(Handle, to, controlLength, marker, markerLength, payload, length)
                ? DropReason.None
                : SendRefusal.ReasonOf(Libc.LastError);
        }
    }

    /// <summary>DF is a mode of the socket and not of a datagram; flows that differ in it are rare beside each other.</summary>
    private void SetDontFragment(bool isIpv6, bool dontFragment)
    {
        int mode = dontFragment ? LinuxNumbers.MtuDiscoverAlways : LinuxNumbers.MtuDiscoverNever;
        if (!isIpv6 && mode != _mtuDiscover
            && Libc.TrySetOption(Handle, LinuxNumbers.LevelIpv4, LinuxNumbers.Ipv4MtuDiscover, mode))
        {
            _mtuDiscover = mode;
        }
    }
}
