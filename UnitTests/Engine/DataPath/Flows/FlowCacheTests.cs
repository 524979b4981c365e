using Pipeline.Engine.DataPath.Flows;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath.Flows;

public sealed class FlowCacheTests
{
    [Fact]
    public void An_entry_is_one_cache_line()
    {
        Assert.Equal(64, FlowCache.EntryLength);
    }

    [Fact]
    public void Finds_what_was_added_and_nothing_else()
    {
        var cache = new FlowCache(4096);
        for (int flow = 0; flow < 500; flow++)
        {
            Add(cache, flow);
        }

        for (int flow = 0; flow < 500; flow++)
        {
            int place = Find(cache, flow);
            Assert.True(place >= 0);
            Assert.Equal(flow, cache.DecisionAt(place).RuleIndex);
        }

        Assert.True(Find(cache, 501) < 0);
    }

    [Fact]
    public void New_flows_fill_empty_places_first()
    {
        var cache = new FlowCache(4);
        for (int flow = 0; flow < 4; flow++)
        {
            Add(cache, flow);
        }

        Assert.All(Enumerable.Range(0, 4), flow => Assert.True(Find(cache, flow) >= 0));
    }

    [Fact]
    public void A_flood_of_new_flows_displaces_its_own_before_a_flow_with_traffic()
    {
        var cache = new FlowCache(4);
        Add(cache, 0);
        for (int flow = 1; flow < 10_000; flow++)
        {
            Assert.True(Find(cache, 0) >= 0);
            Add(cache, flow);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_flood_that_finds_every_place_taken_by_traffic_displaces_one_flow_and_then_its_own(bool goesOn)
    {
        var cache = new FlowCache(4);
        for (int flow = 0; flow < 4; flow++)
        {
            Add(cache, flow);
            Assert.True(Find(cache, flow) >= 0);
        }

        for (int flow = 4; flow < 10_000; flow++)
        {
            Add(cache, flow);
            Assert.True(!goesOn || Remembered(cache, 0, 4) == 3);
        }

        Assert.Equal(3, Remembered(cache, 0, 4));
    }

    [Fact]
    public void A_flow_that_is_asked_for_again_takes_the_place_of_one_that_no_longer_is()
    {
        var cache = new FlowCache(4);
        for (int flow = 0; flow < 100; flow++)
        {
            Add(cache, flow);
            Assert.True(Find(cache, flow) >= 0);
        }

        Assert.Equal((0, true), (Remembered(cache, 0, 90), Find(cache, 99) >= 0));
    }

    [Fact]
    public void A_place_is_good_until_the_version_changes()
    {
        var cache = new FlowCache(64);
        Add(cache, 1);
        uint version = cache.Version;
        Find(cache, 1);
        Assert.Equal(version, cache.Version);

        Add(cache, 2);
        Assert.NotEqual(version, cache.Version);
        version = cache.Version;
        cache.Clear();
        Assert.NotEqual(version, cache.Version);
        Assert.True(Find(cache, 1) < 0);
    }

    [Fact]
    public void A_place_is_still_its_flows_until_another_flow_takes_it_or_all_is_forgotten()
    {
        var cache = new FlowCache(4);
        Add(cache, 1);
        int place = Find(cache, 1);

        Add(cache, 2);
        Assert.True(cache.IsStill(place, KeyOf(1)));
        Assert.False(cache.IsStill(place, KeyOf(2)));

        for (int flow = 3; Find(cache, 1) >= 0; flow++)
        {
            Add(cache, flow);
            Find(cache, flow);
        }

        Assert.False(cache.IsStill(place, KeyOf(1)));
        place = Find(cache, 2) >= 0 ? Find(cache, 2) : place;
        cache.Clear();
        Assert.False(cache.IsStill(place, KeyOf(2)));
    }

    private static void Add(FlowCache cache, int flow)
    {
        FlowKey key = KeyOf(flow);
        cache.Add(key, FlowHash.InMemory(key), new FlowDecision(VerdictKind.Permit, flow, Bundle: null));
    }

    private static int Find(FlowCache cache, int flow)
    {
        FlowKey key = KeyOf(flow);
        return cache.PlaceOf(key, FlowHash.InMemory(key));
    }

    private static int Remembered(FlowCache cache, int first, int count) =>
        Enumerable.Range(first, count).Count(flow => Find(cache, flow) >= 0);

    private static FlowKey KeyOf(int flow) => new(
        WirePackets.SourceV4, WirePackets.DestinationV4, IpProtocol.Udp, (ushort)flow, (ushort)(flow >> 16), HasPorts: true);
}
