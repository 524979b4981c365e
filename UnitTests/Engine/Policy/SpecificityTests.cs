using Pipeline.Engine.Policy;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Policy;

/// <summary>docs/CONFIGURATION.md, "order": addresses before protocol before ports, and what is a part of another comes first.</summary>
public sealed class SpecificityTests
{
    [Theory]
    [InlineData("10.0.0.1 > 10.2.0.0/16", "10.0.0.0/31 > 10.2.0.0/16")] // one source before two
    [InlineData("10.0.0.0/24 > 10.2.0.0/24", "10.0.0.1 > 10.0.0.0/8")] // 2^16 pairs before 2^24
    [InlineData("10.0.0.1-10.0.0.5 > any", "10.0.0.1-10.0.0.6 > any")] // ranges are counted exactly
    [InlineData("10.0.0.1 > any", "0.0.0.0/0 > 0.0.0.0/0")] // any beside IPv4 is any IPv4
    [InlineData("0.0.0.0/0 > any", "any > any")]
    [InlineData("10.0.0.0/24 > any", "10.0.0.0/16 > any tcp 443")] // addresses weigh more than ports
    [InlineData("any > any tcp", "any > any")] // a protocol before none
    [InlineData("any > any tcp 443", "any > any tcp")] // a port before all
    [InlineData("any > any tcp 443", "any > any tcp 440-450")]
    [InlineData("any > any tcp 1-65535", "any > any 443")] // a protocol weighs more than ports
    [InlineData("2001:db8::1 > any", "2001:db8::/64 > any")]
    public void The_first_is_more_specific(string first, string second)
    {
        Assert.True(Specificity.Of(Read(first)) < Specificity.Of(Read(second)));
        Assert.True(Specificity.Of(Read(second)) > Specificity.Of(Read(first)));
    }

    [Theory]
    [InlineData("10.0.0.0/24 > any", "any > 10.1.0.0/24")]
    [InlineData("any > any tcp 80", "any > any udp 443")]
    public void Both_count_the_same(string first, string second) =>
        Assert.Equal(0, Specificity.Of(Read(first)).CompareTo(Specificity.Of(Read(second))));

    [Fact]
    public void A_part_comes_before_the_whole()
    {
        var random = new RandomTraffic(seed: 2004);
        int parts = 0;
        for (int round = 0; round < 20_000; round++)
        {
            TrafficSelector part = random.NextSelector();
            TrafficSelector whole = Widen(part, random.Next(32));
            if (part != whole)
            {
                parts++;
                Assert.True(Specificity.Of(part) <= Specificity.Of(whole), $"{part} and {whole}");
            }
        }

        Assert.True(parts > 1000);
    }

    [Fact]
    public void The_most_specific_filter_decides_whatever_the_order_of_rules_and_the_file_decides_between_equals()
    {
        PolicyRule[] rules =
        [
            Rule("all", "any > any"), Rule("network", "any > 10.2.0.0/16"), Rule("web", "any > 10.2.0.0/16 tcp 443"),
            Rule("host", "any > 10.2.0.9"), Rule("host again", "any > 10.2.0.9 "), Rule("from", "10.2.0.9 > any"),
        ];

        Assert.Equal("host", Decide(RuleOrder.MostSpecific, rules, "10.1.0.5", "10.2.0.9"));
        Assert.Equal("web", Decide(RuleOrder.MostSpecific, rules, "10.1.0.5", "10.2.0.8"));
        Assert.Equal("all", Decide(RuleOrder.MostSpecific, rules, "10.1.0.5", "10.3.0.8"));
        Assert.Equal("from", Decide(RuleOrder.MostSpecific, rules, "10.2.0.9", "10.3.0.8"));
        Assert.Equal("all", Decide(RuleOrder.FirstMatch, rules, "10.1.0.5", "10.2.0.9"));
    }

    private static string Decide(RuleOrder order, PolicyRule[] rules, string source, string destination)
    {
        PolicyIndex index = new PolicyDatabase(new SecurityPolicy("test", rules) { Order = order }).Current;
        var flow = new FlowKey(Address(source), Address(destination), IpProtocol.Tcp, 50_000, 443, HasPorts: true);
        Assert.Equal(index.Classify(flow).RuleIndex, index.DeciderOf(flow)!.Value.RuleIndex);
        return rules[index.Classify(flow).RuleIndex].Name;
    }

    private static PolicyRule Rule(string name, string selector) =>
        new() { Name = name, Action = FilterAction.Permit, Filters = new FilterList(name, [new Filter(Read(selector))]) };

    private static TrafficSelector Widen(TrafficSelector part, int what) => part with
    {
        Source = (what & 1) != 0 && part.Destination is null ? null : part.Source,
        Destination = (what & 2) != 0 && part.Source is null ? null : part.Destination,
        Protocol = (what & 4) != 0 ? null : part.Protocol,
        SourcePorts = (what & 8) != 0 ? PortRange.Any : part.SourcePorts,
        DestinationPorts = (what & 16) != 0 ? PortRange.Any : part.DestinationPorts,
    };

    private static TrafficSelector Read(string text)
    {
        string[] words = text.Split([' ', '>'], StringSplitOptions.RemoveEmptyEntries);
        bool hasProtocol = words.Length > 2 && char.IsLetter(words[2][0]);
        return new TrafficSelector
        {
            Source = AddressRange.TryParse(words[0], out AddressRange source) ? source : null,
            Destination = AddressRange.TryParse(words[1], out AddressRange destination) ? destination : null,
            Protocol = hasProtocol ? (words[2] == "tcp" ? IpProtocol.Tcp : IpProtocol.Udp) : null,
            DestinationPorts = words.Length > 2 && PortRange.TryParse(words[^1], out PortRange ports) ? ports : PortRange.Any,
        };
    }

    private static IpAddress Address(string text) => IpAddress.TryParse(text, out IpAddress address) ? address : default;
}
