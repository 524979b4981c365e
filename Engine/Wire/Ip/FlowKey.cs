using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>What policy looks at in a packet: addresses, protocol and ports (RFC 4301 §4.4.1.1).</summary>
/// <remarks>
/// Five words, compared and hashed as they lie:
/// <code>
/// | source address (2) | destination address (2) | source port 16 | destination port 16 | protocol 8 | flags |
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly struct FlowKey : IEquatable<FlowKey>
{
    /// <summary>Bytes of a key in memory.</summary>
    internal const int Length = 40;

    private const int MobilityTypeOffset = 2;
    private const int DestinationPortShift = 16;
    private const int ProtocolShift = 32;
    private const ulong PortsMask = 0xFFFF_FFFF;
    private const ulong HasPortsFlag = 1UL << 40;
    private const ulong Ipv6Flag = 1UL << 41;

    private readonly ulong _sourceHigh;
    private readonly ulong _sourceLow;
    private readonly ulong _destinationHigh;
    private readonly ulong _destinationLow;
    private readonly ulong _rest;

    /// <param name="Source">Source address.</param>
    /// <param name="Destination">Destination address, of the same family.</param>
    /// <param name="Protocol">Upper-layer protocol.</param>
    /// <param name="SourcePort">
    /// Source port; for ICMP type * 256 + code, for the IPv6 mobility header type * 256; 0 without <paramref name="HasPorts"/>.
    /// </param>
    /// <param name="DestinationPort">Destination port; 0 for ICMP, mobility header and without <paramref name="HasPorts"/>.</param>
    /// <param name="HasPorts">
    /// False when the packet does not show its ports or ICMP type ("opaque"): a fragment that is not the first, an upper
    /// layer that is cut short or has no ports.
    /// </param>
    public FlowKey(
        in IpAddress Source, in IpAddress Destination, byte Protocol, ushort SourcePort, ushort DestinationPort, bool HasPorts)
    {
        (_sourceHigh, _sourceLow) = (Source.High, Source.Low);
        (_destinationHigh, _destinationLow) = (Destination.High, Destination.Low);
        _rest = SourcePort | ((ulong)DestinationPort << DestinationPortShift) | ((ulong)Protocol << ProtocolShift)
            | (HasPorts ? HasPortsFlag : 0) | (Source.IsIpv6 ? Ipv6Flag : 0);
    }

    private FlowKey(ulong sourceHigh, ulong sourceLow, ulong destinationHigh, ulong destinationLow, ulong rest)
    {
        (_sourceHigh, _sourceLow, _destinationHigh, _destinationLow) = (sourceHigh, sourceLow, destinationHigh, destinationLow);
        _rest = rest;
    }

    /// <summary>The first 64 bits of an IPv6 source address; 0 for IPv4.</summary>
    internal ulong SourceHigh => _sourceHigh;

    /// <summary>The source address of an IPv4 flow; the last 64 bits of an IPv6 one.</summary>
    internal ulong SourceLow => _sourceLow;

    /// <summary>The first 64 bits of an IPv6 destination address; 0 for IPv4.</summary>
    internal ulong DestinationHigh => _destinationHigh;

    /// <summary>The destination address of an IPv4 flow; the last 64 bits of an IPv6 one.</summary>
    internal ulong DestinationLow => _destinationLow;

    /// <summary>Ports, protocol and flags.</summary>
    internal ulong Rest => _rest;

    /// <summary>Source address.</summary>
    public IpAddress Source => new(_sourceHigh, _sourceLow, IsIpv6);

    /// <summary>Destination address.</summary>
    public IpAddress Destination => new(_destinationHigh, _destinationLow, IsIpv6);

    /// <summary>The family.</summary>
    public bool IsIpv6 => (_rest & Ipv6Flag) != 0;

    /// <summary>Upper-layer protocol.</summary>
    public byte Protocol => (byte)(_rest >> ProtocolShift);

    /// <summary>Source port, or message type; 0 without <see cref="HasPorts"/>.</summary>
    public ushort SourcePort => (ushort)_rest;

    /// <summary>Destination port; 0 without <see cref="HasPorts"/>.</summary>
    public ushort DestinationPort => (ushort)(_rest >> DestinationPortShift);

    /// <summary>False when the packet does not show its ports or message type.</summary>
    public bool HasPorts => (_rest & HasPortsFlag) != 0;

    /// <summary>True when <see cref="SourcePort"/> holds a message type and not a port.</summary>
    public bool HasMessageType => HasPorts && IsTyped(Protocol);

    /// <summary>The key of the answer's direction. A message type stays where it is: it has no direction.</summary>
    public FlowKey Reversed
    {
        get
        {
            ulong ports = IsTyped(Protocol)
                ? _rest & PortsMask
                : ((ulong)SourcePort << DestinationPortShift) | DestinationPort;
            return new FlowKey(_destinationHigh, _destinationLow, _sourceHigh, _sourceLow, (_rest & ~PortsMask) | ports);
        }
    }

    /// <summary>The key of an IPv4 packet that shows its ports.</summary>
    /// <param name="source">Source address.</param>
    /// <param name="destination">Destination address.</param>
    /// <param name="protocol">A protocol with ports.</param>
    /// <param name="ports">The first four bytes of the upper layer: source port in the high half.</param>
    internal static FlowKey OfIpv4(uint source, uint destination, byte protocol, uint ports) =>
        new(0, source, 0, destination, ((ulong)protocol << ProtocolShift) | PortsOf(ports));

    /// <summary>The key as it lies in memory, for hashing.</summary>
    internal static ReadOnlySpan<byte> BytesOf(in FlowKey key) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<FlowKey>(in key));

    /// <summary>Reads the key of a packet.</summary>
    /// <returns>False when <see cref="IpPacket.TryRead"/> is.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, out FlowKey key)
    {
        bool isIp = IpPacket.TryRead(packet, out IpPacket ip);
        key = isIp ? Read(ip, packet) : default;
        return isIp;
    }

    /// <summary>Reads the key of a packet whose IP part was read before.</summary>
    public static FlowKey Read(in IpPacket ip, ReadOnlySpan<byte> packet)
    {
        ulong rest = ((ulong)ip.Protocol << ProtocolShift) | (ip.IsIpv6 ? Ipv6Flag : 0);
        if (ip.FragmentOffset == 0)
        {
            rest |= ReadPorts(ip.Protocol, packet[ip.PayloadOffset..ip.TotalLength]);
        }

        return new FlowKey(ip.SourceHigh, ip.SourceLow, ip.DestinationHigh, ip.DestinationLow, rest);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(FlowKey other) =>
        ((_sourceLow ^ other._sourceLow) | (_destinationLow ^ other._destinationLow) | (_rest ^ other._rest)
            | (_sourceHigh ^ other._sourceHigh) | (_destinationHigh ^ other._destinationHigh)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FlowKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(_sourceHigh, _sourceLow, _destinationHigh, _destinationLow, _rest);

    /// <summary>True when every part is the same.</summary>
    public static bool operator ==(FlowKey left, FlowKey right) => left.Equals(right);

    /// <summary>True when a part differs.</summary>
    public static bool operator !=(FlowKey left, FlowKey right) => !left.Equals(right);

    /// <summary>For logs: <c>10.0.0.1:40000 -> 10.0.1.1:443 protocol 6</c>.</summary>
    public override string ToString() => HasPorts
        ? $"{Source}:{SourcePort} -> {Destination}:{DestinationPort} protocol {Protocol}"
        : $"{Source} -> {Destination} protocol {Protocol}";

    /// <summary>The ports of an upper layer, or its message type, in their place in the last word; with the flag when it shows them.</summary>
    private static ulong ReadPorts(byte protocol, ReadOnlySpan<byte> upper)
    {
        if (IpProtocol.HasPorts(protocol) && upper.Length >= 4)
        {
            return PortsOf(BinaryPrimitives.ReadUInt32BigEndian(upper));
        }

        return protocol switch
        {
            IpProtocol.IcmpV4 or IpProtocol.IcmpV6 when upper.Length >= 2 =>
                HasPortsFlag | BinaryPrimitives.ReadUInt16BigEndian(upper),
            IpProtocol.Mobility when upper.Length > MobilityTypeOffset =>
                HasPortsFlag | ((ulong)upper[MobilityTypeOffset] << 8),
            _ => 0,
        };
    }

    private static ulong PortsOf(uint ports) => HasPortsFlag | BitOperations.RotateLeft(ports, 16);

    private static bool IsTyped(byte protocol) =>
        protocol is IpProtocol.IcmpV4 or IpProtocol.IcmpV6 or IpProtocol.Mobility;
}
