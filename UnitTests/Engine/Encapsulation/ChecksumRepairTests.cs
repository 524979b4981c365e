using System.Buffers.Binary;
using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Encapsulation;

/// <summary>RFC 3948 §3.1.2: what a NAT did to the addresses is undone in the checksum, and nothing else is.</summary>
public sealed class ChecksumRepairTests
{
    private readonly Random _random = new(11);

    [Theory]
    [InlineData(IpProtocol.Udp, 6)]
    [InlineData(IpProtocol.Tcp, 16)]
    public void A_checksum_made_with_hidden_addresses_is_right_with_those_in_the_header(byte protocol, int offset)
    {
        for (int round = 0; round < 2000; round++)
        {
            (IpAddress source, IpAddress destination) = (Any(), Any());
            byte[] packet = Packet(protocol, offset, source, destination);

            ChecksumRepair.Mend(packet, WirePackets.Read(packet), source, destination);

            Assert.Equal(0, Verify(packet, protocol));
        }
    }

    [Fact]
    public void A_packet_that_was_damaged_stays_wrong()
    {
        (IpAddress source, IpAddress destination) = (Any(), Any());
        byte[] packet = Packet(IpProtocol.Udp, 6, source, destination);
        packet[^1] ^= 1;

        ChecksumRepair.Mend(packet, WirePackets.Read(packet), source, destination);

        Assert.NotEqual(0, Verify(packet, IpProtocol.Udp));
    }

    [Fact]
    public void No_checksum_stays_none()
    {
        byte[] packet = Packet(IpProtocol.Udp, 6, Any(), Any());
        (packet[26], packet[27]) = (0, 0);

        ChecksumRepair.Mend(packet, WirePackets.Read(packet), Any(), Any());

        Assert.Equal([0, 0], packet[26..28]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(IpProtocol.Tcp)]
    public void Other_protocols_and_stumps_are_left_alone(byte protocol)
    {
        byte[] packet = WirePackets.Ipv4(protocol, WirePackets.Payload(10));
        byte[] before = [.. packet];

        ChecksumRepair.Mend(packet, WirePackets.Read(packet), Any(), Any());

        Assert.Equal(before, packet);
    }

    /// <summary>A packet whose checksum was made with other addresses than it has.</summary>
    private byte[] Packet(byte protocol, int offset, IpAddress source, IpAddress destination)
    {
        byte[] payload = new byte[_random.Next(20, 60)];
        _random.NextBytes(payload);
        payload[offset] = payload[offset + 1] = 0;
        ushort checksum = InternetChecksum.Fold(
            InternetChecksum.Add(InternetChecksum.PseudoHeader(source, destination, protocol, payload.Length), payload));
        BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(offset), checksum == 0 ? ushort.MaxValue : checksum);
        return WirePackets.Ipv4(protocol, payload);
    }

    private static ushort Verify(byte[] packet, byte protocol)
    {
        IpPacket ip = WirePackets.Read(packet);
        byte[] payload = packet[ip.PayloadOffset..];
        return InternetChecksum.Fold(
            InternetChecksum.Add(InternetChecksum.PseudoHeader(ip.Source, ip.Destination, protocol, payload.Length), payload));
    }

    private IpAddress Any() => new((uint)_random.NextInt64(1L << 32), IsIpv6: false);
}
