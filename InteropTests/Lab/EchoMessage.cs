using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Pipeline.InteropTests.Lab;

/// <summary>An ICMP or ICMPv6 echo message with its IP header (RFC 792, RFC 4443 section 4).</summary>
/// <param name="IsReply">True for a reply, false for a request.</param>
/// <param name="Source">The source address; its form decides the IP version.</param>
/// <param name="Destination">The destination address.</param>
/// <param name="Identifier">The identifier, which a reply repeats.</param>
/// <param name="Sequence">The sequence number, which a reply repeats.</param>
/// <param name="Payload">The payload, which a reply repeats; hex, so that two messages compare by value.</param>
public sealed record EchoMessage(
    bool IsReply, string Source, string Destination, ushort Identifier, ushort Sequence, string Payload)
{
    private const int IcmpHeaderLength = 8;
    private const int Ipv4HeaderLength = 20;
    private const int Ipv6HeaderLength = 40;
    private const byte Icmp = 1;
    private const byte IcmpV6 = 58;

    /// <summary>A request whose payload is a pattern of <paramref name="payloadLength"/> bytes.</summary>
    public static EchoMessage Request(
        string source, string destination, ushort identifier, ushort sequence, int payloadLength)
    {
        byte[] payload = [.. Enumerable.Range(0, payloadLength).Select(i => (byte)(i * 7 + sequence))];
        return new(false, source, destination, identifier, sequence, Convert.ToHexString(payload));
    }

    /// <summary>The reply that a host owes to this request.</summary>
    public EchoMessage Reply() => this with { IsReply = true, Source = Destination, Destination = Source };

    /// <summary>The IP packet.</summary>
    public byte[] ToPacket()
    {
        IPAddress source = IPAddress.Parse(Source);
        IPAddress destination = IPAddress.Parse(Destination);
        bool isV4 = source.AddressFamily == AddressFamily.InterNetwork;
        byte[] payload = Convert.FromHexString(Payload);
        int headerLength = isV4 ? Ipv4HeaderLength : Ipv6HeaderLength;
        byte[] packet = new byte[headerLength + IcmpHeaderLength + payload.Length];
        Span<byte> icmp = packet.AsSpan(headerLength);
        icmp[0] = TypeOf(isV4, IsReply);
        BinaryPrimitives.WriteUInt16BigEndian(icmp[4..], Identifier);
        BinaryPrimitives.WriteUInt16BigEndian(icmp[6..], Sequence);
        payload.CopyTo(icmp[IcmpHeaderLength..]);
        if (isV4)
        {
            WriteIpv4Header(packet, source, destination, identification: (ushort)(100 + Sequence));
        }
        else
        {
            WriteIpv6Header(packet, source, destination);
        }

        uint pseudoHeader = isV4 ? 0 : PseudoHeaderSum(packet);
        BinaryPrimitives.WriteUInt16BigEndian(icmp[2..], Checksum(icmp, pseudoHeader));
        return packet;
    }

    /// <summary>Reads an echo message and checks all lengths and checksums.</summary>
    /// <exception cref="FormatException">The packet is not exactly one well-formed echo message.</exception>
    public static EchoMessage Read(ReadOnlySpan<byte> packet)
    {
        bool isV4 = packet.Length > 0 && packet[0] == 0x45;
        int headerLength = isV4 ? Ipv4HeaderLength : Ipv6HeaderLength;
        Require(packet.Length >= headerLength + IcmpHeaderLength, packet, "too short");
        Require(isV4 || packet[0] >> 4 == 6, packet, "neither IPv6 nor IPv4 without options");
        int length = isV4
            ? BinaryPrimitives.ReadUInt16BigEndian(packet[2..])
            : Ipv6HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        Require(length == packet.Length, packet, "wrong length in the IP header");
        Require(!isV4 || Checksum(packet[..Ipv4HeaderLength], 0) == 0, packet, "wrong IPv4 checksum");
        Require(packet[isV4 ? 9 : 6] == (isV4 ? Icmp : IcmpV6), packet, "not ICMP");
        ReadOnlySpan<byte> icmp = packet[headerLength..];
        Require(Checksum(icmp, isV4 ? 0 : PseudoHeaderSum(packet)) == 0, packet, "wrong ICMP checksum");
        bool isReply = icmp[0] == TypeOf(isV4, isReply: true);
        Require(isReply || icmp[0] == TypeOf(isV4, isReply: false), packet, "not an echo message");
        int addressLength = isV4 ? 4 : 16;
        int sourceOffset = isV4 ? 12 : 8;
        return new(
            isReply,
            new IPAddress(packet.Slice(sourceOffset, addressLength)).ToString(),
            new IPAddress(packet.Slice(sourceOffset + addressLength, addressLength)).ToString(),
            BinaryPrimitives.ReadUInt16BigEndian(icmp[4..]),
            BinaryPrimitives.ReadUInt16BigEndian(icmp[6..]),
            Convert.ToHexString(icmp[IcmpHeaderLength..]));
    }

    private static byte TypeOf(bool isV4, bool isReply) =>
        (isV4, isReply) switch { (true, true) => 0, (true, false) => 8, (false, true) => 129, (false, false) => 128 };

    private static void WriteIpv4Header(byte[] packet, IPAddress source, IPAddress destination, ushort identification)
    {
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), identification);
        packet[8] = 64;
        packet[9] = Icmp;
        source.GetAddressBytes().CopyTo(packet, 12);
        destination.GetAddressBytes().CopyTo(packet, 16);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), Checksum(packet.AsSpan(0, Ipv4HeaderLength), 0));
    }

    private static void WriteIpv6Header(byte[] packet, IPAddress source, IPAddress destination)
    {
        packet[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)(packet.Length - Ipv6HeaderLength));
        packet[6] = IcmpV6;
        packet[7] = 64;
        source.GetAddressBytes().CopyTo(packet, 8);
        destination.GetAddressBytes().CopyTo(packet, 24);
    }

    // RFC 8200 section 8.1: both addresses, the length and the protocol are part of the ICMPv6 checksum.
    private static uint PseudoHeaderSum(ReadOnlySpan<byte> packet) =>
        Sum(packet[8..Ipv6HeaderLength]) + (uint)(packet.Length - Ipv6HeaderLength) + IcmpV6;

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            sum += (uint)bytes[i] << (i % 2 == 0 ? 8 : 0);
        }

        return sum;
    }

    private static ushort Checksum(ReadOnlySpan<byte> bytes, uint start)
    {
        uint sum = start + Sum(bytes);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~((sum & 0xffff) + (sum >> 16));
    }

    private static void Require(bool condition, ReadOnlySpan<byte> packet, string problem)
    {
        if (!condition)
        {
            throw new FormatException($"{problem}: {Convert.ToHexStringLower(packet)}");
        }
    }
}
