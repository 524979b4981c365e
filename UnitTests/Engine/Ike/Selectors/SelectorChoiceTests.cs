using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Selectors;

/// <summary>RFC 7296 §2.9: narrowing, and what an initiator takes.</summary>
public sealed class SelectorChoiceTests
{
    [Theory]
    [InlineData("10.1.0.0/16 > 10.2.0.0/16", "10.1.0.0/16 > 10.2.0.0/16", "10.1.0.0/16 to 10.2.0.0/16")]
    [InlineData("0.0.0.0/0 > 0.0.0.0/0", "10.1.0.0/16 > 10.2.0.0/16", "10.1.0.0/16 to 10.2.0.0/16")]
    [InlineData("10.1.3.0/24 > 10.2.0.9", "10.1.0.0/16 > 10.2.0.0/16", "10.1.3.0/24 to 10.2.0.9")]
    [InlineData("10.1.0.5-10.1.0.20 > 10.2.0.0/16", "10.1.0.10-10.1.0.30 > 10.2.0.0/16", "10.1.0.10-10.1.0.20 to 10.2.0.0/16")]
    [InlineData("10.1.0.1:6:80,10.1.0.0/16 > 10.2.0.1:6:1024,10.2.0.0/16", "10.1.0.0/16 > 10.2.0.0/16",
        "10.1.0.1 protocol 6 port 80, 10.1.0.0/16 to 10.2.0.1 protocol 6 port 1024, 10.2.0.0/16")]
    [InlineData("10.1.0.0/16 > 10.2.0.0/16", "10.1.0.0/24:17:500-600,10.1.9.0/24:17 > 10.2.0.0/16",
        "10.1.0.0/24 protocol 17 port 500-600, 10.1.9.0/24 protocol 17 to 10.2.0.0/16")]
    [InlineData("10.1.0.0/16:1:2048 > 10.2.0.0/16:1", "10.1.0.0/16 > 10.2.0.0/16", "10.1.0.0/16 protocol 1 port 2048 to 10.2.0.0/16 protocol 1")]
    [InlineData("10.1.0.0/16 > 10.2.0.0/16", "10.1.0.0/16:1:2048 > 10.2.0.0/16:1:2048",
        "10.1.0.0/16 protocol 1 port 2048 to 10.2.0.0/16 protocol 1 port 2048")]
    [InlineData("0.0.0.0/0,::/0 > 0.0.0.0/0,::/0", "10.1.0.0/16 > 10.2.0.0/16", "10.1.0.0/16 to 10.2.0.0/16")]
    [InlineData("::/0,0.0.0.0/0 > ::/0", "2001:db8::/32,10.1.0.0/16 > 2001:db8:1::/48", "2001:db8::/32 to 2001:db8:1::/48")]
    [InlineData("10.1.0.0/16:6:opaque > 10.2.0.0/16", "10.1.0.0/16 > 10.2.0.0/16", "10.1.0.0/16 protocol 6 port opaque to 10.2.0.0/16")]
    public void Narrows_to_what_both_have(string offered, string allowed, string narrowed)
    {
        ChildSelectors? answer = SelectorChoice.TryNarrow(Read(offered), Read(allowed), out SelectorMiss? miss);

        Assert.Null(miss);
        Assert.Equal(narrowed, answer!.ToString());
        Assert.NotNull(SelectorChoice.TryAccept(answer.Reversed, Read(offered).Reversed, out _));
    }

    [Theory]
    [InlineData("10.1.0.0/16 > 10.9.0.0/16", "10.1.0.0/16 > 10.2.0.0/16",
        "peer wants 10.9.0.0/16 on its own side; you allow 10.2.0.0/16; allow it, or ask the peer for 10.2.0.0/16 to 10.1.0.0/16")]
    [InlineData("10.3.0.0/16 > 10.2.0.0/16", "10.1.0.0/16 > 10.2.0.0/16",
        "peer wants 10.3.0.0/16 on your side; you allow 10.1.0.0/16; allow it, or ask the peer for 10.2.0.0/16 to 10.1.0.0/16")]
    [InlineData("10.1.0.0/16:6 > 10.2.0.0/16:6", "10.1.0.0/16:17 > 10.2.0.0/16", "peer wants 10.1.0.0/16 protocol 6 on your side")]
    [InlineData("10.1.0.0/16:6 > 10.2.0.0/16", "10.1.0.0/16 > 10.2.0.0/16:17", "has no protocol in common with")]
    [InlineData("10.1.0.0/16:6:80 > 10.2.0.0/16", "10.1.0.0/16:6:opaque > 10.2.0.0/16", "port 80 on your side")]
    [InlineData("10.1.0.0/16 > 10.2.0.0/16", "2001:db8::/32 > 10.2.0.0/16", "on your side; you allow 2001:db8::/32")]
    public void Says_why_nothing_is_left(string offered, string allowed, string sentence)
    {
        Assert.Null(SelectorChoice.TryNarrow(Read(offered), Read(allowed), out SelectorMiss? miss));
        Assert.Contains(sentence, miss!.Explain(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.0.0/15 > 10.2.0.0/16", "the peer answered with traffic that was not offered: 10.0.0.0/15")]
    [InlineData("10.1.0.0/16 > 10.2.0.0/16,10.3.0.0/16", "the peer answered with traffic that was not offered: 10.3.0.0/16")]
    [InlineData("10.1.0.0/16:6 > 10.2.0.0/16:17", "the peer answered with selectors that can be in no packet")]
    public void Refuses_answers_that_are_wider_than_the_offer(string answer, string problem)
    {
        Assert.Null(SelectorChoice.TryAccept(Read(answer), Read("10.1.0.0/16 > 10.2.0.0/16"), out string actual));
        Assert.Equal(problem, actual);
    }

    [Fact]
    public void Selectors_of_unknown_types_are_skipped()
    {
        var label = new TsSelector(TsType.SecurityLabel, 0, PortRange.Any, default, (byte[])[1, 2, 3]);
        ChildSelectors offered = Read("10.1.0.0/16 > 10.2.0.0/16");
        offered = offered with { Local = [label, .. offered.Local] };

        Assert.Equal("10.1.0.0/16 to 10.2.0.0/16", SelectorChoice.TryNarrow(offered, ChildSelectors.Any, out _)!.ToString());
    }

    [Fact]
    public void An_offer_begins_with_the_packet_that_waits()
    {
        Assert.True(IpAddress.TryParse("10.1.0.7", out IpAddress source));
        Assert.True(IpAddress.TryParse("10.2.0.9", out IpAddress destination));
        ChildSelectors allowed = Read("10.1.0.0/16 > 10.2.0.0/16");

        ChildSelectors offer = SelectorChoice.Offer(allowed, ChildSelectors.Of(new FlowKey(source, destination, 6, 40000, 443, HasPorts: true)));

        Assert.Equal("10.1.0.7 protocol 6 port 40000, 10.1.0.0/16 to 10.2.0.9 protocol 6 port 443, 10.2.0.0/16", offer.ToString());
        Assert.Same(allowed, SelectorChoice.Offer(allowed, trigger: null));
    }

    [Fact]
    public void Many_selectors_are_cut_and_not_multiplied()
    {
        ValueList<TsSelector> side =
            [.. Enumerable.Range(0, 255).Select(i => TsSelector.Of(
                AddressRange.Of(new IpAddress((UInt128)(uint)i * 2, IsIpv6: false)), (byte)(i % 3)))];

        ChildSelectors? narrowed = SelectorChoice.TryNarrow(new ChildSelectors(side, side), new ChildSelectors(side, side), out _);

        Assert.Equal((64, 64), (narrowed!.Local.Count, narrowed.Remote.Count));
    }

    [Fact]
    public void Agrees_with_a_plain_look_at_flows_on_random_selectors()
    {
        var traffic = new RandomTraffic(11);
        for (int round = 0; round < 20_000; round++)
        {
            ChildSelectors offered = Next(traffic);
            ChildSelectors allowed = Next(traffic);
            ChildSelectors? narrowed = SelectorChoice.TryNarrow(offered, allowed, out SelectorMiss? miss);
            IReadOnlyList<TrafficSelector> both = narrowed is null ? [] : SelectorPairs.ToTrafficSelectors(narrowed);
            Assert.Equal(narrowed is null, both.Count == 0);
            Assert.Equal(narrowed is null, miss is not null);
            for (int probe = 0; probe < 8; probe++)
            {
                FlowKey flow = probe < 4 || both.Count == 0 ? traffic.NextFlow() : traffic.NextFlowInside(both[probe % both.Count]);

                Assert.Equal(Contains(offered, flow) && Contains(allowed, flow), both.Any(selector => selector.Contains(flow)));
            }
        }
    }

    private static bool Contains(ChildSelectors selectors, in FlowKey flow)
    {
        FlowKey key = flow;
        return SelectorPairs.ToTrafficSelectors(selectors).Any(selector => selector.Contains(key));
    }

    private static ChildSelectors Next(RandomTraffic traffic)
    {
        ChildSelectors[] some = [.. Enumerable.Range(0, 1 + traffic.Next(2)).Select(_ => SelectorPairs.Of(traffic.NextSelector()))];
        return new ChildSelectors([.. some.SelectMany(one => one.Local)], [.. some.SelectMany(one => one.Remote)]);
    }

    internal static ChildSelectors Read(string text)
    {
        string[] sides = text.Split(" > ");
        return new ChildSelectors(Side(sides[0]), Side(sides[1]));
    }

    // ADDRESSES[:PROTOCOL[:PORTS]],... where IPv6 prefixes end the protocol's colon with their slash.
    private static ValueList<TsSelector> Side(string text) => [.. text.Split(',').Select(One)];

    private static TsSelector One(string text)
    {
        if (AddressRange.TryParse(text, out AddressRange whole))
        {
            return TsSelector.Of(whole);
        }

        string[] parts = text.Split(':');
        Assert.True(AddressRange.TryParse(parts[0], out AddressRange range));
        PortRange ports = PortRange.Any;
        Assert.True(parts.Length < 3 || PortRange.TryParse(parts[2], out ports));
        return TsSelector.Of(range, byte.Parse(parts[1]), ports);
    }
}
