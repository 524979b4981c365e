using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ip;

/// <summary>RFC 791 §3.1, RFC 8200 §4: where things are, and what is refused.</summary>
public sealed class IpPacketTests
{
    private static readonly byte[] EmptyOptions = [0, 0, 1, 4, 0, 0, 0, 0];
    private static readonly byte[] LongOptions = [0, 1, 1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] Routing = [0, 2, 0, 0, 0, 0, 0, 0, .. new byte[16]];

    [Fact]
    public void Reads_ipv4_with_options_and_tolerates_link_padding()
    {
        byte[] packet = WirePackets.Ipv4(17, WirePackets.Udp(1, 2, 6), options: [1, 1, 1, 0], tos: 0x2E);

        bool isRead = IpPacket.TryRead([.. packet, 0, 0, 0], out IpPacket ip);

        Assert.True(isRead);
        Assert.Equal(
            (false, 38, 24, 24, 14),
            (ip.IsIpv6, ip.TotalLength, ip.HeaderLength, ip.PayloadOffset, ip.PayloadLength));
        Assert.Equal(
            (17, 9, 24, -1, 9),
            (ip.Protocol, ip.ProtocolOffset, ip.UnfragmentableLength, ip.FragmentHeaderOffset, ip.UnfragmentableProtocolOffset));
        Assert.Equal((0x2E, 64, 0x1234u), (ip.TrafficClass, ip.HopLimit, ip.Identification));
        Assert.Equal((WirePackets.SourceV4, WirePackets.DestinationV4), (ip.Source, ip.Destination));
        Assert.False(ip.DontFragment || ip.IsFragment);
    }

    [Fact]
    public void Walks_all_four_extension_headers()
    {
        byte[] packet = WirePackets.Ipv6(
            IpProtocol.Udp,
            WirePackets.Udp(1, 2, 4),
            (0, EmptyOptions),
            (60, LongOptions),
            (43, Routing),
            (44, WirePackets.FragmentHeader(0, more: true)),
            (60, EmptyOptions));

        bool isRead = IpPacket.TryRead(packet, out IpPacket ip);

        int fragmentOffset = 40 + 8 + 16 + 24;
        Assert.True(isRead && ip.IsIpv6 && ip.DontFragment && ip.IsFragment && ip.MoreFragments);
        Assert.Equal(
            (fragmentOffset, fragmentOffset, 40 + 8 + 16),
            (ip.UnfragmentableLength, ip.FragmentHeaderOffset, ip.UnfragmentableProtocolOffset));
        Assert.Equal(
            (IpProtocol.Udp, fragmentOffset + 8, fragmentOffset + 16),
            (ip.Protocol, ip.ProtocolOffset, ip.PayloadOffset));
        Assert.Equal((40, 77u, 0, 0xB8), (ip.HeaderLength, ip.Identification, ip.FragmentOffset, ip.TrafficClass));
    }

    [Theory]
    [InlineData(0, 48)]  // hop-by-hop options are repeated
    [InlineData(43, 64)] // a routing header too
    [InlineData(60, 40)] // destination options on their own are for the destination only
    public void Knows_the_unfragmentable_part(byte kind, int length)
    {
        byte[] packet = WirePackets.Ipv6(6, new byte[20], (kind, kind == 43 ? Routing : EmptyOptions));

        Assert.Equal(length, WirePackets.Read(packet).UnfragmentableLength);
    }

    [Fact]
    public void Stops_at_AH_and_at_ESP()
    {
        byte[] ah = WirePackets.Ipv6(IpProtocol.Ah, new byte[24], (0, EmptyOptions));
        byte[] esp = WirePackets.Ipv6(IpProtocol.Esp, new byte[24]);

        Assert.Equal(
            (IpProtocol.Ah, 48, 40),
            (WirePackets.Read(ah).Protocol, WirePackets.Read(ah).PayloadOffset, WirePackets.Read(ah).ProtocolOffset));
        Assert.Equal(
            (IpProtocol.Esp, 40, 6),
            (WirePackets.Read(esp).Protocol, WirePackets.Read(esp).PayloadOffset, WirePackets.Read(esp).ProtocolOffset));
    }

    [Fact]
    public void Takes_the_payload_of_a_later_fragment_as_opaque()
    {
        // Protocol 60: the bytes behind would be read as an options header if they were not opaque.
        byte[] packet = WirePackets.Ipv6(60, [0xFF, 0xFF, 0xFF], (44, WirePackets.FragmentHeader(1480, more: false)));

        IpPacket ip = WirePackets.Read(packet);

        Assert.Equal((60, 48, 1480, true), (ip.Protocol, ip.PayloadOffset, ip.FragmentOffset, ip.IsFragment));
    }

    [Fact]
    public void An_atomic_fragment_is_whole()
    {
        byte[] packet = WirePackets.Ipv6(17, WirePackets.Udp(1, 2, 4), (44, WirePackets.FragmentHeader(0, more: false)));

        Assert.False(WirePackets.Read(packet).IsFragment);
        Assert.Equal(40, WirePackets.Read(packet).FragmentHeaderOffset);
    }

    [Fact]
    public void Accepts_sixteen_extension_headers_and_no_more()
    {
        var sixteen = Enumerable.Repeat(((byte)60, EmptyOptions), 16).ToArray();
        var seventeen = Enumerable.Repeat(((byte)60, EmptyOptions), 17).ToArray();

        Assert.True(IpPacket.TryRead(WirePackets.Ipv6(6, [], sixteen), out _));
        Assert.False(IpPacket.TryRead(WirePackets.Ipv6(6, [], seventeen), out _));
    }

    public static TheoryData<string, byte[]> Contradictions => new()
    {
        { "nothing", [] },
        { "version 5", [0x55, .. new byte[30]] },
        { "hop-by-hop options not first", WirePackets.Ipv6(6, [], (60, EmptyOptions), (0, EmptyOptions)) },
        { "two fragment headers", WirePackets.Ipv6(6, [], (44, WirePackets.FragmentHeader(0, more: true)), (44, WirePackets.FragmentHeader(0, more: true))) },
        { "an extension header beyond the packet", WirePackets.Ipv6(6, [], (60, [0, 1, 1, 4, 0, 0, 0, 0])) },
        { "half an extension header", WirePackets.Ipv6(60, [0, 0, 0, 0]) },
        { "half a fragment header", WirePackets.Ipv6(44, [0, 0, 0, 0]) },
        { "a fragment that ends beyond 65535", WirePackets.Ipv6(6, new byte[16], (44, WirePackets.FragmentHeader(65528, more: false))) },
        { "an IPv4 fragment that ends beyond 65535", OverlongIpv4() },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Refuses_a_contradiction(string what, byte[] packet)
    {
        Assert.False(IpPacket.TryRead(packet, out _), what);
    }

    [Fact]
    public void Reads_a_quoted_packet_whose_end_is_missing()
    {
        byte[] packet = WirePackets.Ipv4(17, WirePackets.Udp(1, 2, 100));
        ReadOnlySpan<byte> quoted = packet.AsSpan(0, 28);

        bool isRead = IpPacket.TryReadQuoted(quoted, out IpPacket ip);

        Assert.True(isRead && !IpPacket.TryRead(quoted, out _));
        Assert.Equal(28, ip.TotalLength);
        Assert.Equal(2, FlowKey.Read(ip, quoted).DestinationPort);
    }

    private static byte[] OverlongIpv4()
    {
        byte[] packet = WirePackets.Ipv4(17, new byte[16]);
        Ipv4Header.SetFragment(packet, dontFragment: false, moreFragments: false, 65528);
        return packet;
    }
}
