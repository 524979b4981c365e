using Akka.Actor;
using Pipeline.Actors;
using Pipeline.Actors.Sa;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Sa;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Actors;

/// <summary>The embedding API: two ports, SAs, and every packet accounted for.</summary>
public sealed class GatewayCoreTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(5, 0)]
    [InlineData(1, 100)]
    [InlineData(2, 100)]
    public async Task Every_packet_comes_back_through_the_tunnel_whatever_the_threads(int shardCount, int spinMicroseconds)
    {
        await using var rig = new CoreRig(shardCount, options: new ShardOptions { SpinMicroseconds = spinMicroseconds });
        await rig.InstallLoopAsync(spi: 0x1001);

        rig.SendFlows(rig.Inside, 500);
        CoreRig.Send(rig.Network, CoreRig.Receive(rig.Network, 500));
        List<PacketBuffer> returned = CoreRig.Receive(rig.Inside, 500);

        Assert.Equal(Enumerable.Range(0, 500), CoreRig.NumbersOf(returned));
        Assert.Empty(rig.Core.Status().Drops);
        CoreRig.Return(returned);
    }

    [Fact]
    public async Task Several_shards_share_a_tunnel_when_each_has_an_SA_of_its_own()
    {
        await using var rig = new CoreRig(shardCount: 3);
        for (int shard = 0; shard < 3; shard++)
        {
            await rig.InstallLoopAsync(rig.Core.Spis.Allocate(shard), shard);
        }

        rig.SendFlows(rig.Inside, 300);
        CoreRig.Send(rig.Network, CoreRig.Receive(rig.Network, 300));
        List<PacketBuffer> returned = CoreRig.Receive(rig.Inside, 300);

        Assert.Equal(Enumerable.Range(0, 300), CoreRig.NumbersOf(returned));
        Assert.All(rig.Core.Status().Shards, shard => Assert.InRange(shard.Protected, 50, 150));
        CoreRig.Return(returned);
    }

    [Fact]
    public async Task A_second_inbound_SA_with_the_same_SPI_is_refused_and_the_first_stays()
    {
        await using var rig = new CoreRig(shardCount: 1);
        (_, IActorRef inbound) = await rig.InstallLoopAsync(spi: 0x1001);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => rig.InstallAsync(CoreRig.Sa(SaDirection.Inbound, 0x1001)));

        Assert.Contains("0x00001001", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0x1001U, (await CoreRig.AskAsync<SaStatus>(inbound, QuerySa.Instance)).Parameters.Spi);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task The_same_outbound_SA_is_refused_on_any_shard_because_its_nonces_would_repeat(int secondShard)
    {
        await using var rig = new CoreRig(shardCount: 2);
        await rig.InstallAsync(CoreRig.Sa(SaDirection.Outbound, 0x1000), shard: 0);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => rig.InstallAsync(CoreRig.Sa(SaDirection.Outbound, 0x1000), secondShard));

        Assert.Contains("0x00001000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_SA_keeps_its_keys()
    {
        await using var rig = new CoreRig(shardCount: 1);
        await rig.InstallAsync(CoreRig.Sa(SaDirection.Inbound, 0x1000));
        SaParameters second = CoreRig.Sa(SaDirection.Inbound, 0x1000);

        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.InstallAsync(second));

        Assert.Equal(20, second.EncryptionKey.Span.Length);
    }

    [Fact]
    public async Task Many_SAs_are_installed_together_and_the_actors_come_in_their_order()
    {
        await using var rig = new CoreRig(shardCount: 2);
        SaParameters[] sas = [.. Enumerable.Range(0x1000, 1500).Select(spi => CoreRig.Sa(SaDirection.Inbound, (uint)spi))];

        IReadOnlyList<IActorRef> actors = await rig.Core.InstallAsync(sas, TestContext.Current.CancellationToken);

        SaStatus[] statuses = await Task.WhenAll(actors.Select(actor => CoreRig.AskAsync<SaStatus>(actor, QuerySa.Instance)));
        Assert.Equal(sas, statuses.Select(status => status.Parameters));
        Assert.All(statuses, status => Assert.Equal((int)(status.Parameters.Spi & 1), status.Shard));
    }

    [Fact]
    public async Task One_SA_that_is_refused_keeps_none_of_the_others_out()
    {
        await using var rig = new CoreRig(shardCount: 1);
        SaParameters[] sas = [.. new uint[] { 0x1000, 0x1000, 0x1002 }.Select(spi => CoreRig.Sa(SaDirection.Inbound, spi))];

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => rig.Core.InstallAsync(sas, TestContext.Current.CancellationToken));

        Assert.Contains("0x00001000", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.InstallAsync(CoreRig.Sa(SaDirection.Inbound, 0x1002)));
    }

    [Fact]
    public async Task The_halves_of_a_bundle_that_come_together_share_the_shard_of_the_AH()
    {
        await using var rig = new CoreRig(shardCount: 4);
        (SaParameters esp, SaParameters ah) = TestSa.Bundle("aes128-gcm", "ah:hmac-sha256-128");

        IReadOnlyList<IActorRef> actors = await rig.Core.InstallAsync(
            [esp with { Spi = 0x1001 }, ah with { Spi = 0x1003 }], TestContext.Current.CancellationToken);

        SaStatus[] statuses = await Task.WhenAll(actors.Select(actor => CoreRig.AskAsync<SaStatus>(actor, QuerySa.Instance)));
        Assert.Equal([3, 3], statuses.Select(status => status.Shard));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public async Task A_shard_that_does_not_exist_is_an_argument_error_and_harms_nobody(int shard)
    {
        await using var rig = new CoreRig(shardCount: 2);
        (IActorRef outbound, _) = await rig.InstallLoopAsync(spi: 0x1001);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => rig.InstallAsync(CoreRig.Sa(SaDirection.Outbound, 0x1003), shard));

        Assert.Equal(1, (await CoreRig.AskAsync<SaStatus>(outbound, QuerySa.Instance)).Shard);
    }

    [Fact]
    public async Task When_a_predecessor_is_retired_every_shard_still_finds_the_successor()
    {
        await using var rig = new CoreRig(shardCount: 2);
        IActorRef old = await rig.InstallAsync(CoreRig.Sa(SaDirection.Outbound, 0x1001), shard: 1);
        await rig.InstallAsync(CoreRig.Sa(SaDirection.Outbound, 0x1003), shard: 1);
        var retired = new List<SaRetired>();
        rig.Core.Subscribe<SaRetired>(retired.Add);
        old.Tell(RetireSa.Instance);
        CoreRig.Await(() => retired.Count == 1);

        rig.SendFlows(rig.Inside, 100);
        List<PacketBuffer> sent = CoreRig.Receive(rig.Network, 100);

        Assert.Equal(100, sent.Count);
        CoreRig.Return(sent);
    }

    [Fact]
    public async Task A_port_that_throws_is_named_and_the_gateway_goes_on()
    {
        using var pool = new PacketPool(16, 1500, trackLeaks: true);
        (InMemoryPort outer, InMemoryPort network) = InMemoryPort.CreatePair(16);
        await using (GatewayCore core = GatewayCore.Start(new ShardOptions { ShardCount = 1 }, new BrokenPort(), outer, pool))
        {
            CoreRig.Await(() => core.Status().PortFaults.Contains("the cable melted"));
        }

        network.Dispose();
        outer.Dispose();
    }

    [Fact]
    public async Task A_new_policy_holds_for_the_next_packet()
    {
        await using var rig = new CoreRig(shardCount: 1);
        await rig.InstallLoopAsync(spi: 0x1001);

        rig.Core.Policy.Publish(SecurityPolicy.BlockAll);
        rig.SendFlows(rig.Inside, 10);

        CoreRig.Await(() => rig.Dropped(DropReason.BlockedByPolicy) == 10);
    }

    [Fact]
    public async Task Packets_without_an_SA_are_counted_and_none_leaves_in_the_clear()
    {
        await using var rig = new CoreRig(shardCount: 2);

        rig.SendFlows(rig.Inside, 20);

        CoreRig.Await(() => rig.Dropped(DropReason.NoSa) == 20);
        Assert.Equal(0, rig.Core.Status().Protected);
    }

    [Fact]
    public async Task A_busy_port_costs_its_packets_only()
    {
        await using var rig = new CoreRig(shardCount: 1);
        await rig.InstallLoopAsync(spi: 0x1001);
        const int MoreThanTheCableHolds = 3000;

        for (int sent = 0; sent < MoreThanTheCableHolds; sent += 100)
        {
            rig.SendFlows(rig.Inside, 100);
            int done = sent + 100;
            CoreRig.Await(() => rig.Core.Status().Protected == done);
        }

        CoreRig.Await(() => rig.Dropped(DropReason.PortBusy) == MoreThanTheCableHolds - 2048);
    }

    private sealed class BrokenPort : IPacketPort
    {
        public bool Receive(PacketBatch batch, TimeSpan wait) => throw new IOException("the cable melted");

        public void Send(PacketBatch batch) => throw new IOException("the cable melted");

        public long Dropped(DropReason reason) => 0;

        public void Dispose()
        {
        }
    }
}
