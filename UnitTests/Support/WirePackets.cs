using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.UnitTests.Support;

/// <summary>Builds IP packets for tests; payload bytes count up, so that a misplaced byte shows.</summary>
internal static class WirePackets
{
    /// <summary>192.0.2.1, the source of IPv4 packets.</summary>
    public static IpAddress SourceV4 { get; } = Address("192.0.2.1");

    /// <summary>198.51.100.2, the destination of IPv4 packets.</summary>
    public static IpAddress DestinationV4 { get; } = Address("198.51.100.2");

    /// <summary>2001:db8::1, the source of IPv6 packets.</summary>
    public static IpAddress SourceV6 { get; } = Address("2001:db8::1");

    /// <summary>2001:db8:1::2, the destination of IPv6 packets.</summary>
    public static IpAddress DestinationV6 { get; } = Address("2001:db8:1::2");

    public static IpAddress Address(string text) =>
        IpAddress.TryParse(text, out IpAddress address) ? address : throw new ArgumentException(text);

    public static IpPacket Read(ReadOnlySpan<byte> packet) =>
        IpPacket.TryRead(packet, out IpPacket ip) ? ip : throw new ArgumentException("Not an IP packet.");

    public static byte[] Payload(int length)
    {
        var payload = new byte[length];
        for (int index = 0; index < length; index++)
        {
            payload[index] = (byte)(index * 7);
        }

        return payload;
    }

    public static byte[] Ipv4(byte protocol, byte[] payload, byte[]? options = null, bool dontFragment = false, byte tos = 0)
    {
        int headerLength = 20 + (options?.Length ?? 0);
        var packet = new byte[headerLength + payload.Length];
        new Ipv4Header
        {
            TypeOfService = tos,
            TotalLength = (ushort)packet.Length,
            Identification = 0x1234,
            DontFragment = dontFragment,
            TimeToLive = 64,
            Protocol = protocol,
            Source = SourceV4,
            Destination = DestinationV4,
        }.Write(packet);
        packet[0] = (byte)(0x40 | (headerLength / 4));
        options?.CopyTo(packet, 20);
        Ipv4Header.WriteChecksum(packet);
        payload.CopyTo(packet, headerLength);
        return packet;
    }

    /// <summary>An IPv6 packet; each extension is its number and its bytes, whose first is overwritten with what follows.</summary>
    public static byte[] Ipv6(byte protocol, byte[] payload, params (byte Kind, byte[] Bytes)[] extensions)
    {
        int extensionLength = extensions.Sum(extension => extension.Bytes.Length);
        var packet = new byte[40 + extensionLength + payload.Length];
        new Ipv6Header
        {
            TrafficClass = 0xB8,
            FlowLabel = 0xABCDE,
            PayloadLength = (ushort)(packet.Length - 40),
            NextHeader = extensions.Length > 0 ? extensions[0].Kind : protocol,
            HopLimit = 64,
            Source = SourceV6,
            Destination = DestinationV6,
        }.Write(packet);
        int offset = 40;
        for (int index = 0; index < extensions.Length; index++)
        {
            byte[] bytes = extensions[index].Bytes;
            bytes.CopyTo(packet, offset);
            packet[offset] = index + 1 < extensions.Length ? extensions[index + 1].Kind : protocol;
            offset += bytes.Length;
        }

        payload.CopyTo(packet, offset);
        return packet;
    }

    public static byte[] Udp(ushort sourcePort, ushort destinationPort, int payloadLength)
    {
        var datagram = new byte[8 + payloadLength];
        Payload(payloadLength).CopyTo(datagram, 8);
        new UdpHeader(sourcePort, destinationPort, (ushort)datagram.Length, 0).Write(datagram);
        return datagram;
    }

    public static byte[] FragmentHeader(int offset, bool more, uint identification = 77)
    {
        var header = new byte[8];
        new Ipv6FragmentHeader(0, offset, more, identification).Write(header);
        return header;
    }

    public static PacketBuffer Rent(this PacketPool pool, byte[] packet)
    {
        PacketBuffer buffer = pool.TryRent()!;
        return buffer.TryFill(packet) ? buffer : throw new ArgumentException("Too long for the pool.");
    }
}
