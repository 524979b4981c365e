using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Sa;

/// <summary>SAs of several peers, or of several narrowed pairs, share a name: each flow takes the one that may carry it.</summary>
public sealed class OutboundChoiceTests
{
    private readonly OutboundChoice<string> _choice = new();

    [Fact]
    public void Each_flow_takes_what_was_negotiated_for_its_destination()
    {
        _choice.Add([To("10.3.0.1")], "first client");
        _choice.Add([To("10.3.0.2")], "second client");
        _choice.Add([To("10.4.0.0/16"), To("10.5.0.0/16")], "office");

        Assert.Equal("first client", Find("10.3.0.1"));
        Assert.Equal("second client", Find("10.3.0.2"));
        Assert.Equal("office", Find("10.4.9.9"));
        Assert.Equal("office", Find("10.5.0.1"));
        Assert.Null(Find("10.3.0.3"));
    }

    [Fact]
    public void What_is_for_one_host_comes_before_what_is_for_many_and_the_newest_first()
    {
        _choice.Add([To("10.3.0.1")], "host");
        _choice.Add([To("10.0.0.0/8")], "older");
        _choice.Add([To("10.3.0.0/16")], "newer");

        Assert.Equal("host", Find("10.3.0.1"));
        Assert.Equal("newer", Find("10.3.0.2"));
        Assert.Equal("older", Find("10.9.0.1"));
    }

    [Fact]
    public void A_successor_with_the_same_traffic_takes_all_and_its_end_brings_the_older_back()
    {
        _choice.Add([To("10.3.0.0/16")], "old");
        _choice.Add([To("10.3.0.0/16")], "new");

        Assert.Equal("new", Find("10.3.0.1"));
        Assert.True(_choice.Remove([To("10.3.0.0/16")], value => value == "new"));
        Assert.Equal("old", Find("10.3.0.1"));
        Assert.True(_choice.Remove([To("10.3.0.0/16")], value => value == "old"));
        Assert.True(_choice.IsEmpty);
    }

    [Fact]
    public void The_end_of_what_was_replaced_changes_nothing_for_its_successor()
    {
        _choice.Add([To("10.3.0.1")], "oldest");
        _choice.Add([To("10.3.0.1")], "old");
        _choice.Add([To("10.3.0.1")], "new");

        Assert.False(_choice.Remove([To("10.3.0.1")], value => value == "old"));
        Assert.False(_choice.Remove([To("10.3.0.1")], value => value == "old"));
        Assert.Equal("new", Find("10.3.0.1"));
        Assert.True(_choice.Remove([To("10.3.0.1")], value => value == "new"));
        Assert.Equal("oldest", Find("10.3.0.1"));
    }

    [Fact]
    public void A_thousand_rekeys_leave_nothing_behind()
    {
        _choice.Add([To("10.3.0.0/16")], "0");
        for (int rekey = 1; rekey <= 1000; rekey++)
        {
            _choice.Add([To("10.3.0.0/16")], $"{rekey}");
            Assert.False(_choice.Remove([To("10.3.0.0/16")], value => value == $"{rekey - 1}"));
        }

        Assert.True(_choice.Remove([To("10.3.0.0/16")], value => value == "1000"));
        Assert.True(_choice.IsEmpty);
    }

    [Fact]
    public void While_a_narrower_successor_lives_the_rest_still_goes_the_old_way()
    {
        _choice.Add([To("10.3.0.0/16")], "old");
        _choice.Add([To("10.3.4.0/24")], "new");

        Assert.Equal("new", Find("10.3.4.1"));
        Assert.Equal("old", Find("10.3.5.1"));
        Assert.True(_choice.Remove([To("10.3.4.0/24")], value => value == "new"));
        Assert.Equal("old", Find("10.3.4.1"));
    }

    [Fact]
    public void No_selectors_are_all_traffic()
    {
        _choice.Add([], "all");

        Assert.Equal("all", Find("192.0.2.1"));
    }

    [Fact]
    public void A_thousand_hosts_are_told_apart()
    {
        for (int host = 0; host < 1000; host++)
        {
            _choice.Add([To($"10.3.{host / 250}.{host % 250}")], $"{host}");
        }

        Assert.All(Enumerable.Range(0, 1000), host => Assert.Equal($"{host}", Find($"10.3.{host / 250}.{host % 250}")));
        Assert.All(Enumerable.Range(0, 1000), host => Assert.True(
            _choice.Remove([To($"10.3.{host / 250}.{host % 250}")], value => value == $"{host}")));
        Assert.True(_choice.IsEmpty);
    }

    private string? Find(string destination)
    {
        Assert.True(IpAddress.TryParse(destination, out IpAddress address));
        Assert.True(IpAddress.TryParse("10.1.0.1", out IpAddress source));
        var flow = new FlowKey(source, address, IpProtocol.Udp, SourcePort: 1, DestinationPort: 2, HasPorts: true);
        return _choice.TryFind(flow, out string value) ? value : null;
    }

    private static TrafficSelector To(string range)
    {
        Assert.True(AddressRange.TryParse(range, out AddressRange destination));
        return new TrafficSelector { Destination = destination };
    }
}
