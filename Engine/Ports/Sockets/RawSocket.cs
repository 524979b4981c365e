using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Native;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Sockets;

/// <summary>Receives the packets of one IP protocol for one address, or any of one family.</summary>
/// <remarks>
/// An IPv4 socket gives whole packets. An IPv6 socket gives what follows the last extension header, so the IPv6 header is put
/// back; extension headers are lost, and with them AH around a packet that has some (RFC 4302 §3.3.3.1.2 covers them): it is
/// refused as not authentic.
/// </remarks>
internal sealed unsafe class RawSocket : PortSocket
{
    private readonly byte _protocol;
    private readonly PortDrops _drops;
    private readonly SocketMessage _incoming = new();

    /// <param name="local">The address, or the unspecified one of its family.</param>
    /// <param name="protocol">An <see cref="IpProtocol"/> number.</param>
    /// <param name="bufferBytes">Bytes that the kernel queues.</param>
    /// <param name="drops">Counts what does not fit.</param>
    /// <exception cref="PortUnavailableException">It cannot be opened.</exception>
    public RawSocket(in IpAddress local, byte protocol, int bufferBytes, PortDrops drops)
        : base(SocketSetup.OpenRaw(local, protocol, bufferBytes))
    {
        (_protocol, IsIpv6, _drops) = (protocol, local.IsIpv6, drops);
    }

    /// <summary>The family.</summary>
    public bool IsIpv6 { get; }

    /// <inheritdoc/>
    protected override bool TryReceive(PacketBatch batch, ReceiveBuffers buffers)
    {
        PacketBuffer packet = buffers.Next;
        int headers = IsIpv6 ? Ipv6Header.Length : 0;
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
        if (IsIpv6)
        {
            RebuiltHeader.PrependIp(packet, arrival, _protocol);
        }

        buffers.Pass(batch);
        return true;
    }
}
