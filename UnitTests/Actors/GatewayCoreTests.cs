using Akka.Actor;
using Pipeline.Actors.Sa;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Actors;

/// <summary>The embedding API: two ports, SAs, and every packet accounted for.</summary>
public sealed class GatewayCoreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Every_packet_comes_back_through_the_tunnel_whatever_the_number_of_shards(int shardCount)
    {
        await using var rig = new CoreRig(shardCount);
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
}
