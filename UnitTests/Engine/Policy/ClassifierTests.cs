using Pipeline.Engine.Policy;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Policy;

/// <summary>Large policies: the trees answer as a plain scan does, and examine few filters.</summary>
public sealed class ClassifierTests
{
    private const int Many = 10_000;

    // Four groups with full leaves.
    private const int Few = 32;

    /// <summary>Shapes of policies of <see cref="Many"/> filters.</summary>
    public static TheoryData<string> Shapes => [.. Policies.Keys];

    private static Dictionary<string, Func<int, TrafficSelector>> Policies { get; } = new()
    {
        ["to networks"] = number => new TrafficSelector { Destination = Network(number) },
        ["between networks"] = number => new TrafficSelector { Source = Network(number), Destination = Network(number * 7 % Many) },
        ["from any and to any"] = number => number % 2 == 0
            ? new TrafficSelector { Source = Network(number) }
            : new TrafficSelector { Destination = Network(number) },
        ["by port"] = number => new TrafficSelector
        {
            Source = Network(1),
            Destination = Network(2),
            Protocol = number % 2 == 0 ? IpProtocol.Tcp : IpProtocol.Udp,
            DestinationPorts = PortRange.Of((ushort)(number + 1)),
        },
        ["over IPv6"] = number => new TrafficSelector
        {
            Source = AddressRange.FromPrefix(new IpAddress((UInt128)(uint)number << 64, IsIpv6: true), 64),
            Protocol = IpProtocol.Tcp,
        },
        ["the same again and again"] = _ => new TrafficSelector { Destination = Network(3), DestinationPorts = PortRange.Of(53) },
    };

    [Theory]
    [InlineData(3, 300)]
    [InlineData(40, 100)]
    [InlineData(400, 20)]
    public void Agrees_with_a_plain_scan(int filterCount, int rounds)
    {
        var random = new RandomTraffic(filterCount);
        for (int round = 0; round < rounds; round++)
        {
            Filter[] filters = [.. Enumerable.Range(0, filterCount).Select(_ => new Filter(random.NextSelector(), random.Next(3) == 0))];
            PolicyIndex index = Index(filters);
            for (int probe = 0; probe < 100; probe++)
            {
                FlowKey flow = probe % 4 == 0 ? random.NextFlow() : random.NextFlowInside(filters[random.Next(filterCount)].Selector);

                AssertSame(filters, index, flow);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Examines_few_of_many_filters(string shape)
    {
        Filter[] filters = [.. Enumerable.Range(0, Many).Select(number => new Filter(Policies[shape](number))), new(TrafficSelector.Any)];
        PolicyIndex index = Index(filters);
        var random = new RandomTraffic(seed: 9);

        Assert.InRange(index.MostExamined, 1, Few);
        for (int probe = 0; probe < 200; probe++)
        {
            AssertSame(filters, index, random.NextFlowInside(filters[random.Next(filters.Length)].Selector));
        }
    }

    /// <summary>Four trees, each of a height that grows with the logarithm.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 24)]
    [InlineData(Many, 64)]
    public void Walks_through_few_nodes_however_many_rules_there_are(int rules, int most)
    {
        foreach (Func<int, TrafficSelector> shape in Policies.Values)
        {
            PolicyIndex index = Index([.. Enumerable.Range(0, rules).Select(number => new Filter(shape(number)))]);

            Assert.InRange(index.MostVisited, 1, most);
        }
    }

    [Fact]
    public void A_filter_that_takes_everything_hides_all_later_ones()
    {
        PolicyIndex index = Index([new(TrafficSelector.Any), .. Enumerable.Range(0, 100).Select(number => new Filter(Policies["to networks"](number)))]);

        Assert.Equal(0, index.Classify(new RandomTraffic(seed: 2).NextFlow()).RuleIndex);
    }

    /// <summary>Filters that all overlap cannot be cut apart within the bound on copies; the answers must not suffer.</summary>
    [Fact]
    public void Answers_right_when_nothing_can_be_cut()
    {
        Filter[] filters =
        [
            .. Enumerable.Range(0, 2000).Select(number => new Filter(new TrafficSelector
            {
                Source = new AddressRange(Address(number * 100), Address(100_000_000 - (number * 37))),
                Destination = new AddressRange(Address(number * 53), Address(100_000_000 - (number * 101))),
                SourcePorts = new PortRange((ushort)(number * 3 % 6000), (ushort)(60_000 - (number * 7 % 9000))),
            })),
        ];
        PolicyIndex index = Index([.. filters.Reverse()]);
        var random = new RandomTraffic(seed: 3);
        for (int probe = 0; probe < 500; probe++)
        {
            AssertSame([.. filters.Reverse()], index, random.NextFlowInside(filters[random.Next(filters.Length)].Selector));
        }
    }

    private static void AssertSame(Filter[] filters, PolicyIndex index, FlowKey flow)
    {
        int expected = Array.FindIndex(filters, filter => filter.Matches(flow));
        int actual = index.Classify(flow).RuleIndex;

        Assert.True(expected == actual, $"{flow}: filter {actual} instead of {expected}");
    }

    private static PolicyIndex Index(Filter[] filters) => new PolicyDatabase(new SecurityPolicy("test",
    [
        .. filters.Select((filter, number) => new PolicyRule
        {
            Name = $"rule {number}",
            Action = FilterAction.Permit,
            Filters = new FilterList($"filter {number}", [filter]),
        }),
    ])).Current;

    private static AddressRange Network(int number) => AddressRange.FromPrefix(Address(number << 8), 24);

    private static IpAddress Address(int number) => new((UInt128)(10 << 24) + (uint)number, IsIpv6: false);
}
