using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ip;

/// <summary>RFC 4301 §4.4.1.1: what of a packet the policy sees.</summary>
public sealed class FlowKeyTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(17)]
    [InlineData(33)]
    [InlineData(132)]
    [InlineData(136)]
    public void Shows_the_ports_of_transports(byte protocol)
    {
        bool isRead = FlowKey.TryRead(WirePackets.Ipv4(protocol, WirePackets.Udp(1000, 53, 4)), out FlowKey key);

        Assert.True(isRead);
        Assert.Equal(new FlowKey(WirePackets.SourceV4, WirePackets.DestinationV4, protocol, 1000, 53, HasPorts: true), key);
        Assert.Equal(new FlowKey(WirePackets.DestinationV4, WirePackets.SourceV4, protocol, 53, 1000, HasPorts: true), key.Reversed);
    }

    [Fact]
    public void Shows_message_types_in_the_source_port()
    {
        FlowKey.TryRead(WirePackets.Ipv4(IpProtocol.IcmpV4, [3, 4, 0, 0]), out FlowKey icmp);
        FlowKey.TryRead(WirePackets.Ipv6(IpProtocol.IcmpV6, [128, 0, 0, 0]), out FlowKey icmpV6);
        FlowKey.TryRead(WirePackets.Ipv6(IpProtocol.Mobility, [59, 0, 5, 0]), out FlowKey mobility);

        Assert.Equal((0x0304, 0x8000, 0x0500), (icmp.SourcePort, icmpV6.SourcePort, mobility.SourcePort));
        Assert.True(icmp.HasMessageType && icmpV6.HasMessageType && mobility.HasMessageType);
        Assert.Equal(0x0304, icmp.Reversed.SourcePort);
        Assert.Equal(icmp.Source, icmp.Reversed.Destination);
    }

    public static TheoryData<string, byte[]> OpaquePackets => new()
    {
        { "a later fragment", WirePackets.Ipv6(17, WirePackets.Udp(1, 2, 4), (44, WirePackets.FragmentHeader(8, more: false))) },
        { "UDP that is cut short", WirePackets.Ipv4(17, [1, 2, 3]) },
        { "ICMP that is cut short", WirePackets.Ipv4(1, [8]) },
        { "a mobility header that is cut short", WirePackets.Ipv6(135, [59, 0]) },
        { "a protocol without ports", WirePackets.Ipv4(47, new byte[20]) },
    };

    [Theory]
    [MemberData(nameof(OpaquePackets))]
    public void Hides_ports_that_are_not_there(string what, byte[] packet)
    {
        bool isRead = FlowKey.TryRead(packet, out FlowKey key);

        Assert.True(isRead && !key.HasPorts, what);
        Assert.Equal((0, 0), (key.SourcePort, key.DestinationPort));
    }

    [Fact]
    public void The_first_fragment_shows_its_ports()
    {
        FlowKey.TryRead(WirePackets.Ipv6(17, WirePackets.Udp(1, 2, 8), (44, WirePackets.FragmentHeader(0, more: true))), out FlowKey key);

        Assert.True(key.HasPorts);
    }

    [Fact]
    public void Refuses_what_is_not_IP()
    {
        Assert.False(FlowKey.TryRead([0x12, 0x34], out _));
    }
}
