using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ip;

/// <summary>RFC 4301 §4.4.1.1: which flows a selector contains.</summary>
public sealed class TrafficSelectorTests
{
    private static readonly FlowKey Web = new(WirePackets.SourceV4, WirePackets.DestinationV4, IpProtocol.Tcp, 40000, 443, HasPorts: true);
    private static readonly FlowKey LaterFragment = new(WirePackets.SourceV4, WirePackets.DestinationV4, IpProtocol.Tcp, 0, 0, HasPorts: false);
    private static readonly FlowKey WebV6 = new(WirePackets.SourceV6, WirePackets.DestinationV6, IpProtocol.Tcp, 40000, 443, HasPorts: true);
    private static readonly FlowKey Echo = new(WirePackets.SourceV4, WirePackets.DestinationV4, IpProtocol.IcmpV4, 0x0800, 0, HasPorts: true);

    [Fact]
    public void Any_contains_every_flow()
    {
        Assert.True(TrafficSelector.Any.Contains(Web));
        Assert.True(TrafficSelector.Any.Contains(LaterFragment));
        Assert.True(TrafficSelector.Any.Contains(Echo));
        Assert.True(TrafficSelector.Any.Contains(WebV6));
    }

    public static TheoryData<string, TrafficSelector, bool, bool, bool> Table => new()
    {
        { "port 443", new() { DestinationPorts = PortRange.Of(443) }, true, false, false },
        { "port 0", new() { DestinationPorts = PortRange.Of(0) }, false, false, false },
        { "ports 1 to 442", new() { DestinationPorts = new PortRange(1, 442) }, false, false, false },
        { "source ports from 1024", new() { SourcePorts = new PortRange(1024, 65535) }, true, false, false },
        { "opaque ports", new() { SourcePorts = PortRange.Opaque, DestinationPorts = PortRange.Opaque }, false, true, false },
        { "TCP", new() { Protocol = IpProtocol.Tcp }, true, true, false },
        { "ICMP", new() { Protocol = IpProtocol.IcmpV4 }, false, false, true },
        { "echo request", new() { IcmpTypes = new PortRange(0x0800, 0x08FF) }, false, false, true },
        { "echo reply", new() { IcmpTypes = new PortRange(0x0000, 0x00FF) }, false, false, false },
        { "the source", new() { Source = AddressRange.Of(WirePackets.SourceV4) }, true, true, true },
        { "another source", new() { Source = AddressRange.Of(WirePackets.DestinationV4) }, false, false, false },
        { "another destination", new() { Destination = AddressRange.AnyIpv6 }, false, false, false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Contains_what_is_inside_every_range(
        string what, TrafficSelector selector, bool web, bool laterFragment, bool echo)
    {
        Assert.True(web == selector.Contains(Web), what);
        Assert.True(laterFragment == selector.Contains(LaterFragment), what);
        Assert.True(echo == selector.Contains(Echo), what);
    }

    [Fact]
    public void Reversed_contains_the_reversed_flows()
    {
        var selector = new TrafficSelector
        {
            Source = AddressRange.Of(WirePackets.SourceV4),
            DestinationPorts = PortRange.Of(443),
        };

        Assert.False(selector.Contains(Web.Reversed));
        Assert.True(selector.Reversed.Contains(Web.Reversed));
        Assert.Equal(selector, selector.Reversed.Reversed);
    }

    [Fact]
    public void Prints_what_it_contains()
    {
        var selector = new TrafficSelector { Source = AddressRange.FromPrefix(WirePackets.Address("10.0.0.0"), 8), DestinationPorts = PortRange.Of(443), Protocol = 6 };
        var ping = new TrafficSelector { Protocol = 1, IcmpTypes = PortRange.Of(2048) };

        Assert.Equal("10.0.0.0/8 port any -> any port 443 protocol 6", selector.ToString());
        Assert.Equal("any port any -> any port any protocol 1 messages 2048", ping.ToString());
        Assert.Equal("any port any -> any port any protocol any", TrafficSelector.Any.ToString());
    }

    [Theory]
    [InlineData("any", "any")]
    [InlineData("opaque", "opaque")]
    [InlineData("80", "80")]
    [InlineData("1000-2000", "1000-2000")]
    [InlineData("0-65535", "any")]
    public void Reads_port_ranges(string text, string canonical)
    {
        bool isRange = PortRange.TryParse(text, out PortRange range);

        Assert.True(isRange);
        Assert.Equal(canonical, range.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("2000-1000")]
    [InlineData("65535-0")]
    public void Refuses_other_port_ranges(string? text)
    {
        Assert.False(PortRange.TryParse(text, out _));
    }
}
