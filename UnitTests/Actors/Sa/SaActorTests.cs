using Akka.Actor;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Actors.Sa;
using Pipeline.Crypto;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Actors.Sa;

/// <summary>An SA lives exactly as long as its actor, on its shard's thread, and fails alone.</summary>
public sealed class SaActorTests
{
    [Fact]
    public async Task Tells_what_its_SA_has_carried()
    {
        await using var rig = new CoreRig(shardCount: 2);
        (IActorRef outbound, _) = await rig.InstallLoopAsync(spi: 0x1001);
        rig.SendFlows(rig.Inside, 7);
        CoreRig.Return(CoreRig.Receive(rig.Network, 7));

        SaStatus status = await CoreRig.AskAsync<SaStatus>(outbound, QuerySa.Instance);

        Assert.Equal((7L, 7UL, 1), (status.Packets, status.Sequence, status.Shard));
    }

    [Fact]
    public async Task An_SA_that_is_told_to_move_sends_to_the_new_address_and_port()
    {
        await using var rig = new CoreRig(shardCount: 2);
        IActorRef outbound = await rig.InstallAsync(CoreRig.Sa(SaDirection.Outbound, 0x1001) with { UdpEncapsulation = new(4500, 4500) });

        outbound.Tell(new MoveSa(new(CoreRig.Address("192.0.2.1"), 4500), new(CoreRig.Address("203.0.113.9"), 61_001)));
        await CoreRig.AskAsync<SaStatus>(outbound, QuerySa.Instance);
        rig.SendFlows(rig.Inside, 1);

        List<PacketBuffer> sent = CoreRig.Receive(rig.Network, 1);
        Assert.Equal([203, 0, 113, 9], sent[0].Packet[16..20].ToArray());
        Assert.Equal(61_001, (sent[0].Packet[22] << 8) | sent[0].Packet[23]);
        CoreRig.Return(sent);
    }

    [Fact]
    public async Task A_successor_on_another_shard_takes_every_flow_when_the_old_one_yields_until_it_resumes()
    {
        const int Flows = 20;
        await using var rig = new CoreRig(shardCount: 2);
        IActorRef old = await rig.InstallAsync(CoreRig.Sa(SaDirection.Outbound, 0x1001), shard: 0);
        rig.SendFlows(rig.Inside, Flows);
        CoreRig.Return(CoreRig.Receive(rig.Network, Flows));

        IActorRef next = await rig.InstallAsync(CoreRig.Sa(SaDirection.Outbound, 0x1002), shard: 1);
        old.Tell(YieldSa.Instance);
        await CoreRig.AskAsync<SaStatus>(old, QuerySa.Instance);
        rig.SendFlows(rig.Inside, Flows);
        CoreRig.Return(CoreRig.Receive(rig.Network, Flows));

        Assert.Equal(Flows, (await CoreRig.AskAsync<SaStatus>(old, QuerySa.Instance)).Packets);
        Assert.Equal(Flows, (await CoreRig.AskAsync<SaStatus>(next, QuerySa.Instance)).Packets);

        await CoreRig.AskAsync<SaRetired>(next, RetireSa.Instance);
        old.Tell(ResumeSa.Instance);
        await CoreRig.AskAsync<SaStatus>(old, QuerySa.Instance);
        rig.SendFlows(rig.Inside, Flows);
        CoreRig.Return(CoreRig.Receive(rig.Network, Flows));
        Assert.Equal(2 * Flows, (await CoreRig.AskAsync<SaStatus>(old, QuerySa.Instance)).Packets);
    }

    [Fact]
    public async Task A_retired_SA_carries_nothing_any_more_and_its_secrets_are_erased()
    {
        await using var rig = new CoreRig(shardCount: 1);
        SaParameters parameters = CoreRig.Sa(SaDirection.Outbound, 0x1001);
        IActorRef actor = await rig.InstallAsync(parameters);

        await CoreRig.AskAsync<SaRetired>(actor, RetireSa.Instance);
        Assert.False(IsReadable(parameters));
        rig.SendFlows(rig.Inside, 3);

        CoreRig.Await(() => rig.Dropped(DropReason.NoSa) == 3);
    }

    [Fact]
    public async Task A_failing_SA_stops_alone_and_the_shard_goes_on()
    {
        await using var rig = new CoreRig(shardCount: 1);
        var failures = new List<SaFailed>();
        rig.Core.Subscribe<SaFailed>(failures.Add);
        (_, IActorRef inbound) = await rig.InstallLoopAsync(spi: 0x1001);
        IActorRef doomed = await rig.InstallAsync(CoreRig.Sa(SaDirection.Inbound, 0x2001));

        doomed.Tell(new FailSa(new InvalidOperationException("the lid came off")));

        CoreRig.Await(() => failures.Count == 1);
        Assert.Contains("the lid came off", failures[0].Why, StringComparison.Ordinal);
        rig.SendFlows(rig.Inside, 5);
        CoreRig.Send(rig.Network, CoreRig.Receive(rig.Network, 5));
        List<PacketBuffer> returned = CoreRig.Receive(rig.Inside, 5);
        Assert.Equal(5, returned.Count);
        CoreRig.Return(returned);
        Assert.Equal(5, (await CoreRig.AskAsync<SaStatus>(inbound, QuerySa.Instance)).Packets);
    }

    [Fact]
    public async Task The_SPI_of_a_failed_SA_can_be_used_again()
    {
        await using var rig = new CoreRig(shardCount: 1);
        IActorRef doomed = await rig.InstallAsync(CoreRig.Sa(SaDirection.Inbound, 0x2001));
        var retired = new List<SaRetired>();
        rig.Core.Subscribe<SaRetired>(retired.Add);

        doomed.Tell(new FailSa(new InvalidOperationException("gone")));
        CoreRig.Await(() => retired.Count == 1);

        await rig.InstallAsync(CoreRig.Sa(SaDirection.Inbound, 0x2001));
    }

    [Fact]
    public async Task Who_hears_that_an_SA_is_retired_may_use_its_SPI_at_once()
    {
        await using var rig = new CoreRig(shardCount: 2);
        for (int round = 0; round < 200; round++)
        {
            IActorRef actor = await rig.InstallAsync(CoreRig.Sa(SaDirection.Inbound, 0x2001));
            await CoreRig.AskAsync<SaRetired>(actor, RetireSa.Instance);
        }
    }

    [Fact]
    public async Task An_SPI_that_is_in_service_is_never_allocated_and_a_retired_one_may_be()
    {
        await using var rig = new CoreRig(shardCount: 1);

        IActorRef actor = await rig.InstallAsync(CoreRig.Sa(SaDirection.Inbound, 0x2001));
        Assert.False(rig.Core.Spis.TryTake(0x2001));
        await CoreRig.AskAsync<SaRetired>(actor, RetireSa.Instance);

        Assert.True(rig.Core.Spis.TryTake(0x2001));
    }

    [Fact]
    public async Task An_SA_whose_suite_does_not_work_is_refused_and_leaves_nothing_behind()
    {
        await using var rig = new CoreRig(shardCount: 1);
        SaParameters sound = CoreRig.Sa(SaDirection.Outbound, 0x1001);
        SaParameters broken = sound with { EncryptionKey = new SecretBytes([1, 2, 3]) };

        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.InstallAsync(broken));

        await rig.InstallAsync(sound);
    }

    [Fact]
    public async Task Asks_for_a_replacement_at_the_soft_age_and_stops_at_the_hard_one()
    {
        var time = new FakeTimeProvider();
        await using var rig = new CoreRig(shardCount: 1, time);
        var soft = new List<SaSoftExpired>();
        var hard = new List<SaExpired>();
        rig.Core.Subscribe<SaSoftExpired>(soft.Add);
        rig.Core.Subscribe<SaExpired>(hard.Add);
        var limits = new SaLifetimeLimits { SoftAge = TimeSpan.FromMinutes(50), HardAge = TimeSpan.FromMinutes(60) };
        await rig.InstallAsync(CoreRig.Sa(SaDirection.Outbound, 0x1001, limits));

        time.Advance(TimeSpan.FromMinutes(50));
        CoreRig.Await(() => soft.Count == 1);
        Assert.Empty(hard);
        time.Advance(TimeSpan.FromMinutes(10));

        CoreRig.Await(() => hard.Count == 1);
        rig.SendFlows(rig.Inside, 2);
        CoreRig.Await(() => rig.Dropped(DropReason.NoSa) == 2);
    }

    [Fact]
    public async Task A_hard_limit_of_packets_is_never_passed()
    {
        await using var rig = new CoreRig(shardCount: 1);
        var hard = new List<SaExpired>();
        rig.Core.Subscribe<SaExpired>(hard.Add);
        var limits = new SaLifetimeLimits { SoftPackets = 5, HardPackets = 10 };
        await rig.InstallAsync(CoreRig.Sa(SaDirection.Outbound, 0x1001, limits));

        rig.SendFlows(rig.Inside, 25);

        CoreRig.Await(() => rig.Dropped(DropReason.SaExpired) + rig.Dropped(DropReason.NoSa) == 15);
        CoreRig.Await(() => hard.Count == 1);
        CoreRig.Return(CoreRig.Receive(rig.Network, 10));
    }

    [Fact]
    public async Task Sends_a_dummy_when_told_and_the_other_side_throws_it_away()
    {
        await using var rig = new CoreRig(shardCount: 1);
        (IActorRef outbound, _) = await rig.InstallLoopAsync(spi: 0x1001);

        outbound.Tell(new SendDummy(100));
        CoreRig.Send(rig.Network, CoreRig.Receive(rig.Network, 1));

        CoreRig.Await(() => rig.Dropped(DropReason.Dummy) == 1);
    }

    private static bool IsReadable(SaParameters parameters)
    {
        try
        {
            return parameters.EncryptionKey.Span.ContainsAnyExcept((byte)0);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
