using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.LoadTests.Rig.Ike;

/// <summary>UDP ports 500 and 4500 of this host: a plain initiator's, so that what is measured is the responder.</summary>
internal sealed class SocketWire : IIkeWire
{
    private const int MarkerLength = 4;
    private const int BufferLength = 1 << 22;

    private readonly Socket _ike;
    private readonly Socket _nat;
    private readonly List<Socket> _ready = [];
    private readonly byte[] _buffer = new byte[ushort.MaxValue];
    private readonly SocketAddress _from = new(AddressFamily.InterNetwork);
    private readonly SocketAddress _toIke;
    private readonly SocketAddress _toNat;

    /// <param name="responder">Where the responder is; IPv4.</param>
    /// <exception cref="SocketException">A port is taken, or there is no way to the responder.</exception>
    public SocketWire(IPAddress responder)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Connect(responder, IkePath.IkePort);
        IPAddress local = ((IPEndPoint)probe.LocalEndPoint!).Address;
        (_ike, _nat) = (Open(local, IkePath.IkePort), Open(local, IkePath.NatPort));
        Path = new IkePath(new UdpEndpoint(AddressOf(local), IkePath.IkePort), new UdpEndpoint(AddressOf(responder), IkePath.IkePort));
        _toIke = new IPEndPoint(responder, IkePath.IkePort).Serialize();
        _toNat = new IPEndPoint(responder, IkePath.NatPort).Serialize();
    }

    /// <inheritdoc/>
    public IkePath Path { get; }

    /// <inheritdoc/>
    public void Send(in IkePath path, byte[] message)
    {
        if (path.Local.Port == IkePath.IkePort)
        {
            _ike.SendTo(message, SocketFlags.None, _toIke);
            return;
        }

        Span<byte> marked = _buffer.AsSpan(0, MarkerLength + message.Length);
        BinaryPrimitives.WriteUInt32BigEndian(marked, 0);
        message.CopyTo(marked[MarkerLength..]);
        _nat.SendTo(marked, SocketFlags.None, _toNat);
    }

    /// <inheritdoc/>
    public bool TryReceive(TimeSpan wait, out IkePath path, out ReadOnlySpan<byte> message)
    {
        path = Path;
        message = default;
        if (_ike.Available == 0 && _nat.Available == 0)
        {
            _ready.Clear();
            _ready.Add(_ike);
            _ready.Add(_nat);
            Socket.Select(_ready, null, null, wait);
            if (_ready.Count == 0)
            {
                return false;
            }
        }

        bool isNat = _nat.Available > 0;
        int length = (isNat ? _nat : _ike).ReceiveFrom(_buffer, SocketFlags.None, _from);
        if (!isNat)
        {
            message = _buffer.AsSpan(0, length);
            return true;
        }

        // ESP and keep-alives come here too, and are nothing to us.
        path = Path.Floated;
        message = length > MarkerLength && BinaryPrimitives.ReadUInt32BigEndian(_buffer) == 0 ? _buffer.AsSpan(MarkerLength, length - MarkerLength) : default;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ike.Dispose();
        _nat.Dispose();
    }

    private static Socket Open(IPAddress local, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = BufferLength, SendBufferSize = BufferLength };
        socket.Bind(new IPEndPoint(local, port));
        return socket;
    }

    private static IpAddress AddressOf(IPAddress address) =>
        IpAddress.TryParse(address.ToString(), out IpAddress parsed) ? parsed : throw new ArgumentException(address.ToString(), nameof(address));
}
