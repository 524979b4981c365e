using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>What policy looks at in a packet: addresses, protocol and ports (RFC 4301 §4.4.1.1).</summary>
/// <param name="Source">Source address.</param>
/// <param name="Destination">Destination address.</param>
/// <param name="Protocol">Upper-layer protocol.</param>
/// <param name="SourcePort">
/// Source port; for ICMP type * 256 + code, for the IPv6 mobility header type * 256; 0 without <paramref name="HasPorts"/>.
/// </param>
/// <param name="DestinationPort">Destination port; 0 for ICMP, mobility header and without <paramref name="HasPorts"/>.</param>
/// <param name="HasPorts">
/// False when the packet does not show its ports or ICMP type ("opaque"): a fragment that is not the first, an upper
/// layer that is cut short or has no ports.
/// </param>
public readonly record struct FlowKey(
    IpAddress Source, IpAddress Destination, byte Protocol, ushort SourcePort, ushort DestinationPort, bool HasPorts)
{
    private const int MobilityTypeOffset = 2;

    /// <summary>True when <see cref="SourcePort"/> holds a message type and not a port.</summary>
    public bool HasMessageType => HasPorts && IsTyped(Protocol);

    /// <summary>The key of the answer's direction. A message type stays where it is: it has no direction.</summary>
    public FlowKey Reversed => IsTyped(Protocol)
        ? this with { Source = Destination, Destination = Source }
        : new FlowKey(Destination, Source, Protocol, DestinationPort, SourcePort, HasPorts);

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
        var opaque = new FlowKey(ip.Source, ip.Destination, ip.Protocol, 0, 0, HasPorts: false);
        if (ip.FragmentOffset != 0)
        {
            return opaque;
        }

        ReadOnlySpan<byte> upper = packet[ip.PayloadOffset..ip.TotalLength];
        if (IpProtocol.HasPorts(ip.Protocol) && upper.Length >= 4)
        {
            return opaque with
            {
                SourcePort = BinaryPrimitives.ReadUInt16BigEndian(upper),
                DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(upper[2..]),
                HasPorts = true,
            };
        }

        return ip.Protocol switch
        {
            IpProtocol.IcmpV4 or IpProtocol.IcmpV6 when upper.Length >= 2 =>
                opaque with { SourcePort = BinaryPrimitives.ReadUInt16BigEndian(upper), HasPorts = true },
            IpProtocol.Mobility when upper.Length > MobilityTypeOffset =>
                opaque with { SourcePort = (ushort)(upper[MobilityTypeOffset] << 8), HasPorts = true },
            _ => opaque,
        };
    }

    private static bool IsTyped(byte protocol) =>
        protocol is IpProtocol.IcmpV4 or IpProtocol.IcmpV6 or IpProtocol.Mobility;
}
