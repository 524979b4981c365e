using Pipeline.Actors;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Actors;

/// <summary>A gateway starts with the SAs and the policy of its configuration, or not at all.</summary>
public sealed class GatewayCoreStartTests : IDisposable
{
    private readonly InMemoryPort[] _ports;

    public GatewayCoreStartTests()
    {
        (InMemoryPort innerNear, InMemoryPort innerFar) = InMemoryPort.CreatePair(16);
        (InMemoryPort outerNear, InMemoryPort outerFar) = InMemoryPort.CreatePair(16);
        _ports = [innerNear, innerFar, outerNear, outerFar];
    }

    [Fact]
    public async Task Installs_its_static_SAs_and_publishes_its_policy()
    {
        var rule = new PolicyRule
        {
            Name = "all",
            Filters = new FilterList("all", [new Filter(TrafficSelector.Any)]),
            Action = FilterAction.Negotiate,
            SaName = CoreRig.Tunnel,
        };
        var options = new GatewayOptions
        {
            Shards = new ShardOptions { ShardCount = 2 },
            SecurityAssociations = [CoreRig.Sa(SaDirection.Outbound, 0x1001), CoreRig.Sa(SaDirection.Inbound, 0x1002)],
            Policy = new SecurityPolicy("office", [rule]),
        };

        await using GatewayCore core = await GatewayCore.StartAsync(options, _ports[0], _ports[2]);

        Assert.Equal("office", core.Policy.Current.Policy.Name);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => core.InstallAsync(CoreRig.Sa(SaDirection.Inbound, 0x1002), cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Orders_no_SA_once_the_wait_for_many_was_ended()
    {
        await using GatewayCore core = GatewayCore.Start(new ShardOptions { ShardCount = 1 }, _ports[0], _ports[2]);
        SaParameters sa = CoreRig.Sa(SaDirection.Inbound, 0x1002);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => core.InstallAsync([sa], new CancellationToken(canceled: true)));

        // Its SPI is free.
        await core.InstallAsync([sa], TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Does_not_start_with_two_SAs_of_the_same_SPI()
    {
        var options = new GatewayOptions
        {
            Shards = new ShardOptions { ShardCount = 1 },
            SecurityAssociations = [CoreRig.Sa(SaDirection.Inbound, 0x1002), CoreRig.Sa(SaDirection.Inbound, 0x1002)],
        };

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => GatewayCore.StartAsync(options, _ports[0], _ports[2]));

        Assert.Contains("0x00001002", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Does_not_start_threads_on_a_processor_that_is_not_there(bool readers)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "threads are bound on Linux only");
        int[] notThere = [1023];
        ShardOptions options = readers ? new ShardOptions { ReaderAffinity = notThere } : new ShardOptions { Affinity = notThere };

        var refused = Assert.Throws<InvalidOperationException>(() => GatewayCore.Start(options, _ports[0], _ports[2]));

        Assert.Contains(readers ? "shards.readerAffinity" : "shards.affinity", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(1000, 256)]
    public void The_number_of_shards_is_what_was_asked_for_up_to_256(int asked, int expected)
    {
        Assert.Equal(expected, GatewayCore.EffectiveShardCount(new ShardOptions { ShardCount = asked }));
    }

    [Theory]
    [InlineData(1, 16_384)]
    [InlineData(2, 16_384)]
    [InlineData(5, 40_960)]
    [InlineData(256, 2_097_152)]
    public void The_pool_that_nobody_sized_is_larger_than_what_all_channels_hold(int shards, int expected)
    {
        var options = new ShardOptions { ShardCount = shards };

        Assert.Equal(expected, GatewayCore.EffectivePoolPackets(options));
        Assert.True(expected > shards * options.QueueBatches * options.BatchPackets);
        Assert.Equal(16_777_216, GatewayCore.EffectivePoolPackets(options with { ShardCount = 256, QueueBatches = 65_536 }));
    }

    [Fact]
    public void The_pool_has_the_size_that_the_options_say()
    {
        var options = new GatewayOptions { Shards = new ShardOptions { PoolPackets = 7, MaximumPacketLength = 1600 } };

        using PacketPool pool = GatewayCore.CreatePool(options);

        Assert.Equal((7, 1600), (pool.MaximumCount, pool.MaximumPacketLength));
    }

    public void Dispose() => Array.ForEach(_ports, port => port.Dispose());
}
