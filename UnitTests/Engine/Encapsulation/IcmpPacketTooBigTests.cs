using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Encapsulation;

/// <summary>RFC 1191 §4, RFC 4443 §3.2 and §2.4, RFC 8201 §4.</summary>
public sealed class IcmpPacketTooBigTests : IDisposable
{
    private readonly PacketPool _pool = new(maximumCount: 4, maximumPacketLength: 1500, trackLeaks: true);
    private readonly PacketBuffer _message;

    public IcmpPacketTooBigTests() => _message = _pool.TryRent()!;

    public void Dispose()
    {
        PacketPool.Return(_message);
        _pool.Dispose();
    }

    [Theory]
    [InlineData(false, 1400, 576)]
    [InlineData(true, 1400, 1280)]
    [InlineData(false, 100, 156)] // 20 + 8 + 128
    [InlineData(true, 100, 196)]  // 48 + 148
    public void Reads_back_what_it_wrote(bool isIpv6, int payloadLength, int messageLength)
    {
        byte[] packet = Packet(isIpv6, payloadLength);
        IpAddress gateway = isIpv6 ? WirePackets.Address("2001:db8::ff") : WirePackets.Address("192.0.2.254");

        bool isWritten = IcmpPacketTooBig.TryWrite(packet, WirePackets.Read(packet), gateway, 1300, _message);
        IpPacket ip = WirePackets.Read(_message.Packet);
        bool isRead = IcmpPacketTooBig.TryRead(_message.Packet, ip, out uint mtu, out int quotedOffset, out IpPacket quoted);

        Assert.True(isWritten && isRead);
        Assert.Equal((messageLength, 1300u), (_message.Length, mtu));
        Assert.Equal((gateway, quoted.Source), (ip.Source, ip.Destination));
        Assert.Equal(new FlowKey(quoted.Source, quoted.Destination, 17, 40000, 53, HasPorts: true), FlowKey.Read(quoted, _message.Packet[quotedOffset..]));
        Assert.True(isIpv6 || Ipv4Header.IsChecksumValid(_message.Packet));
    }

    public static TheoryData<string, byte[], bool> Offenders => new()
    {
        { "an ICMP error", WirePackets.Ipv4(1, [3, 1, 0, 0, 0, 0, 0, 0]), false },
        { "an ICMPv6 error", WirePackets.Ipv6(58, [1, 0, 0, 0, 0, 0, 0, 0]), false },
        { "an ICMP message that is cut short", WirePackets.Ipv4(1, []), false },
        { "an echo request", WirePackets.Ipv4(1, [8, 0, 0, 0, 0, 0, 0, 0]), true },
        { "a later fragment", WirePackets.Ipv6(17, new byte[8], (44, WirePackets.FragmentHeader(8, more: true))), false },
        { "a first fragment", WirePackets.Ipv6(17, new byte[8], (44, WirePackets.FragmentHeader(0, more: true))), true },
        { "a multicast source", With(Packet(isIpv6: false, 8), 12, "224.0.0.1"), false },
        { "no source", With(Packet(isIpv6: true, 8), 8, "::"), false },
        { "a broadcast destination", With(Packet(isIpv6: false, 8), 16, "255.255.255.255"), false },
        { "an IPv4 multicast destination", With(Packet(isIpv6: false, 8), 16, "224.1.1.1"), false },
        { "an IPv6 multicast destination", With(Packet(isIpv6: true, 8), 24, "ff0e::1"), true },
    };

    [Theory]
    [MemberData(nameof(Offenders))]
    public void Speaks_only_about_packets_it_may_speak_about(string what, byte[] packet, bool isAllowed)
    {
        IpPacket ip = WirePackets.Read(packet);
        IpAddress gateway = ip.IsIpv6 ? WirePackets.DestinationV6 : WirePackets.DestinationV4;

        bool isWritten = IcmpPacketTooBig.TryWrite(packet, ip, gateway, 1300, _message);

        Assert.True(isAllowed == isWritten, what);
    }

    [Theory]
    [InlineData(true, 1280, true)]
    [InlineData(true, 1279, false)]
    [InlineData(false, 68, true)]
    [InlineData(false, 67, false)]
    [InlineData(false, 0, true)] // a router older than RFC 1191
    public void Believes_no_mtu_that_a_link_may_not_have(bool isIpv6, int mtu, bool isBelieved)
    {
        byte[] packet = Packet(isIpv6, 1300);
        IpAddress gateway = isIpv6 ? WirePackets.DestinationV6 : WirePackets.DestinationV4;
        IcmpPacketTooBig.TryWrite(packet, WirePackets.Read(packet), gateway, mtu, _message);

        Assert.Equal(isBelieved, IcmpPacketTooBig.TryRead(_message.Packet, WirePackets.Read(_message.Packet), out _, out _, out _));
    }

    [Fact]
    public void Refuses_a_wrong_checksum_and_other_messages()
    {
        byte[] packet = Packet(isIpv6: false, 100);
        IcmpPacketTooBig.TryWrite(packet, WirePackets.Read(packet), WirePackets.DestinationV4, 1300, _message);
        _message.Packet[^1] ^= 1;

        Assert.False(IcmpPacketTooBig.TryRead(_message.Packet, WirePackets.Read(_message.Packet), out _, out _, out _));
        Assert.False(IcmpPacketTooBig.TryRead(packet, WirePackets.Read(packet), out _, out _, out _));
        Assert.False(IcmpPacketTooBig.TryWrite(packet, WirePackets.Read(packet), WirePackets.DestinationV6, 1300, _message));
    }

    private static byte[] Packet(bool isIpv6, int payloadLength)
    {
        byte[] udp = WirePackets.Udp(40000, 53, payloadLength);
        return isIpv6 ? WirePackets.Ipv6(17, udp) : WirePackets.Ipv4(17, udp);
    }

    private static byte[] With(byte[] packet, int offset, string address)
    {
        WirePackets.Address(address).Write(packet.AsSpan(offset));
        return packet;
    }
}
