using Pipeline.Engine.Ike;
using Xunit;

namespace Pipeline.UnitTests.Simulation;

/// <summary>Whatever two gateways are told to do, over whatever link: when the link is good again, both have the same SAs.</summary>
public sealed class RandomLifeTests
{
    private const int Steps = 300;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 24)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Orders_in_any_order_over_a_bad_link_end_with_matching_sas(int seed)
    {
        var random = new Random(seed);
        int window = seed % 3 == 0 ? 4 : 1;
        IkeWorld world = IkeWorld.Established(a => a with { WindowSize = window }, b => b with { WindowSize = window }, seed);
        world.Link.Fate = _ => NextFate(random);

        for (int step = 0; step < Steps; step++)
        {
            GiveOrder(random, random.Next(2) == 0 ? world.A : world.B);
            world.Clock.Run(TimeSpan.FromMilliseconds(random.Next(3) == 0 ? random.Next(3000) : random.Next(40)));
        }

        world.Link.Fate = _ => [SimulatedLink.Latency];
        world.Settle(600);
        if (world.A.Established.Count == 0)
        {
            world.A.Initiate();
        }

        world.Settle(600);
        world.AssertSettled(world.A.Only.Children.Count);
    }

    private static void GiveOrder(Random random, SimulatedGateway gateway)
    {
        if (gateway.Established is not [.., var state])
        {
            if (gateway.Connection.Name == "a" && gateway.Sas.TrueForAll(sa => sa.IsClosed))
            {
                gateway.Initiate();
            }

            return;
        }

        uint? spi = state.Children.IsEmpty ? null : state.Children[random.Next(state.Children.Count)].InboundSpi;
        gateway.Order(random.Next(12) switch
        {
            0 or 1 or 2 when spi is { } some => new IkeOrder.RekeyChild(some),
            3 when spi is { } some => new IkeOrder.DeleteChild(some),
            4 or 5 when state.Children.Count < 5 => new IkeOrder.NewChild(gateway.Connection.Children[0]),
            6 or 7 => new IkeOrder.RekeyIke(),
            8 when random.Next(20) == 0 => new IkeOrder.Terminate(),
            _ => new IkeOrder.CheckPeer(),
        });
    }

    // One in eight is lost, one in eight comes twice, and all overtake one another.
    private static TimeSpan[] NextFate(Random random) => random.Next(8) switch
    {
        0 => [],
        1 => [Delay(random), Delay(random)],
        _ => [Delay(random)],
    };

    private static TimeSpan Delay(Random random) => TimeSpan.FromMilliseconds(1 + random.Next(random.Next(4) == 0 ? 200 : 20));
}
