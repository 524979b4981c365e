using Pipeline.Engine.Policy;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Policy;

/// <summary>RFC 4301 §4.4.1: the first rule that matches decides, and without one the packet is dropped.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class PolicyIndexTests
{
    private static readonly FlowKey Web = Flow("10.0.0.1", "192.0.2.1", IpProtocol.Tcp, 40000, 443);

    [Theory]
    [InlineData(FilterAction.Permit, null, VerdictKind.Permit)]
    [InlineData(FilterAction.Block, null, VerdictKind.Block)]
    [InlineData(FilterAction.Negotiate, null, VerdictKind.Negotiate)]
    [InlineData(FilterAction.Negotiate, "to-branch", VerdictKind.Protect)]
    public void Answers_with_the_action_of_the_rule(FilterAction action, string? saName, VerdictKind kind)
    {
        PolicyIndex index = Index(Rule("only", action, saName, new Filter(TrafficSelector.Any)));

        Verdict verdict = index.Classify(Web);

        Assert.Equal(new Verdict(kind, 0, saName), verdict);
    }

    [Fact]
    public void Blocks_what_no_rule_matches()
    {
        PolicyIndex index = Index(Rule("none", FilterAction.Permit, null));

        Verdict verdict = index.Classify(Web);

        Assert.Equal(Verdict.Unmatched, verdict);
        Assert.Equal(VerdictKind.Block, verdict.Kind);
    }

    [Fact]
    public void The_first_rule_wins()
    {
        PolicyIndex index = Index(
            Rule("first", FilterAction.Block, null, new Filter(To("192.0.2.0/24"))),
            Rule("second", FilterAction.Permit, null, new Filter(TrafficSelector.Any)));

        Assert.Equal(0, index.Classify(Web).RuleIndex);
        Assert.Equal(1, index.Classify(Web.Reversed).RuleIndex);
    }

    [Fact]
    public void A_mirrored_filter_matches_answers_too()
    {
        var oneWay = new Filter(To("192.0.2.0/24"));
        PolicyIndex plain = Index(Rule("plain", FilterAction.Permit, null, oneWay));
        PolicyIndex mirrored = Index(Rule("mirrored", FilterAction.Permit, null, oneWay with { Mirrored = true }));

        Assert.Equal(VerdictKind.Block, plain.Classify(Web.Reversed).Kind);
        Assert.Equal(VerdictKind.Permit, mirrored.Classify(Web.Reversed).Kind);
    }

    [Fact]
    public void The_default_verdict_blocks() => Assert.Equal(VerdictKind.Block, default(Verdict).Kind);

    [Fact]
    public void Agrees_with_a_plain_scan_on_random_policies_and_flows()
    {
        var random = new Random(4301);
        for (int round = 0; round < 300; round++)
        {
            PolicyRule[] rules = [.. Enumerable.Range(0, random.Next(12)).Select(number => RandomRule(random, number))];
            PolicyIndex index = Index(rules);
            for (int probe = 0; probe < 100; probe++)
            {
                FlowKey flow = RandomFlow(random);
                int expected = Array.FindIndex(rules, rule => rule.Filters.Matches(flow));

                Assert.Equal(
                    expected < 0 ? Verdict.Unmatched : rules[expected].ToVerdict(expected), index.Classify(flow));
            }
        }
    }

    [Fact]
    public void Classifying_allocates_nothing()
    {
        var random = new Random(1);
        PolicyIndex index = Index([.. Enumerable.Range(0, 50).Select(number => RandomRule(random, number))]);
        FlowKey[] flows = [.. Enumerable.Range(0, 100).Select(_ => RandomFlow(random))];
        Classify(index, flows);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++)
        {
            Classify(index, flows);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int Classify(PolicyIndex index, FlowKey[] flows)
    {
        int sum = 0;
        foreach (FlowKey flow in flows)
        {
            sum += index.Classify(flow).RuleIndex;
        }

        return sum;
    }

    private static PolicyIndex Index(params PolicyRule[] rules) =>
        new PolicyDatabase(new SecurityPolicy("test", rules)).Current;

    private static PolicyRule Rule(string name, FilterAction action, string? saName, params Filter[] filters) =>
        new() { Name = name, Action = action, SaName = saName, Filters = new FilterList(name, filters) };

    private static TrafficSelector To(string range) => new() { Destination = Range(range) };

    private static AddressRange Range(string text)
    {
        Assert.True(AddressRange.TryParse(text, out AddressRange range));
        return range;
    }

    private static FlowKey Flow(string source, string destination, byte protocol, ushort sourcePort, ushort destinationPort) =>
        new(Range(source).First, Range(destination).First, protocol, sourcePort, destinationPort, HasPorts: true);

    // Few values, so that random filters and random flows meet often.
    private static PolicyRule RandomRule(Random random, int number) => Rule(
        $"rule {number}",
        (FilterAction)random.Next(3),
        random.Next(2) == 0 ? null : "sa",
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => new Filter(RandomSelector(random), random.Next(2) == 0))]);

    private static TrafficSelector RandomSelector(Random random)
    {
        bool isIpv6 = random.Next(4) == 0;
        return new TrafficSelector
        {
            Source = random.Next(3) == 0 ? null : RandomRange(random, isIpv6),
            Destination = random.Next(3) == 0 ? null : RandomRange(random, isIpv6),
            Protocol = random.Next(2) == 0 ? null : RandomProtocol(random),
            SourcePorts = RandomPorts(random),
            DestinationPorts = RandomPorts(random),
            IcmpTypes = random.Next(4) == 0 ? RandomPorts(random) : PortRange.Any,
        };
    }

    private static AddressRange RandomRange(Random random, bool isIpv6)
    {
        int first = random.Next(8);
        return new AddressRange(
            new IpAddress((UInt128)first, isIpv6), new IpAddress((UInt128)random.Next(first, 8), isIpv6));
    }

    private static PortRange RandomPorts(Random random)
    {
        ushort first = (ushort)random.Next(8);
        return random.Next(4) switch
        {
            0 => new PortRange(first, (ushort)random.Next(first, 8)),
            1 => PortRange.Opaque,
            _ => PortRange.Any,
        };
    }

    private static byte RandomProtocol(Random random) =>
        random.Next(4) switch { 0 => IpProtocol.IcmpV4, 1 => IpProtocol.Tcp, 2 => IpProtocol.Udp, _ => IpProtocol.Gre };

    private static FlowKey RandomFlow(Random random)
    {
        bool isIpv6 = random.Next(4) == 0;
        return new FlowKey(
            new IpAddress((UInt128)random.Next(8), isIpv6),
            new IpAddress((UInt128)random.Next(8), isIpv6),
            RandomProtocol(random),
            (ushort)random.Next(8),
            (ushort)random.Next(8),
            HasPorts: random.Next(3) != 0);
    }
}
