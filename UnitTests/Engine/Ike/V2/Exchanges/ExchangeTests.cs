using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V2.Exchanges;

/// <summary>RFC 7296 §1.3, §1.4: what an established IKE SA does, either side first.</summary>
public sealed class ExchangeTests
{
    [Theory]
    [InlineData(true, "aes128gcm16")]
    [InlineData(false, "aes128gcm16")]
    [InlineData(true, "aes128gcm16-x25519")]
    [InlineData(false, "aes128gcm16-x25519")]
    public void A_child_rekey_loses_no_packet(bool byInitiator, string proposal)
    {
        IkeWorld world = IkeWorld.Established(a => Proposing(a, proposal), b => Proposing(b, proposal));
        ChildSa old = world.A.Only.Children[0];
        var traffic = new SteadyTraffic(world);

        (byInitiator ? world.A : world.B).RekeyChild();
        world.Settle();

        world.AssertSettled(childCount: 1);
        Assert.NotEqual(old.InboundSpi, world.A.Only.Children[0].InboundSpi);
        Assert.Equal(0, traffic.Lost);
        Assert.Single(world.A.Events.OfType<NegotiationEvent.ChildRekeyed>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_Ike_rekey_keeps_the_children(bool byInitiator)
    {
        IkeWorld world = IkeWorld.Established();
        (Established old, ChildSa child) = (world.A.Only, world.A.Only.Children[0]);
        var traffic = new SteadyTraffic(world);

        (byInitiator ? world.A : world.B).Order(new IkeOrder.RekeyIke());
        world.Settle();

        world.AssertSettled(childCount: 1);
        Assert.Equal(child, world.A.Only.Children[0]);
        Assert.NotEqual(old.Sa.InitiatorSpi, world.A.Only.Sa.InitiatorSpi);
        Assert.Equal(byInitiator, world.A.Only.Sa.IsInitiator);
        Assert.Equal(0, traffic.Lost);
        Assert.Throws<ObjectDisposedException>(() => old.Sa.Keys.SkD.Span.Length);
    }

    [Fact]
    public void The_Ike_sa_that_a_rekey_makes_is_there_before_the_peer_is_told()
    {
        IkeWorld world = IkeWorld.Established();
        var there = new List<int>();
        world.Link.Fate = _ =>
        {
            there.Add(world.B.Sas.Count);
            return [SimulatedLink.Latency];
        };

        world.A.Order(new IkeOrder.RekeyIke());
        world.Settle();

        Assert.Equal([1, 2], there[..2]);
    }

    [Fact]
    public void Both_collide_in_a_child_rekey_and_lose_no_packet()
    {
        IkeWorld world = IkeWorld.Established();
        var traffic = new SteadyTraffic(world);

        world.A.RekeyChild();
        world.B.RekeyChild();
        world.Settle();

        world.AssertSettled(childCount: 1);
        Assert.Equal(0, traffic.Lost);
    }

    [Fact]
    public void Rekeys_follow_one_another_on_the_new_Ike_sa()
    {
        IkeWorld world = IkeWorld.Established();

        for (int round = 0; round < 5; round++)
        {
            world.A.Order(new IkeOrder.RekeyIke());
            world.Settle();
            world.B.RekeyChild();
            world.Settle();
            world.B.Order(new IkeOrder.RekeyIke());
            world.Settle();
        }

        world.AssertSettled(childCount: 1);
    }

    [Fact]
    public void Several_children_start_with_the_Ike_sa()
    {
        IkeWorld world = IkeWorld.Create(a => WithTwo(a), b => WithTwo(b));

        world.A.Initiate();
        world.Settle();

        world.AssertSettled(childCount: 2);
    }

    [Fact]
    public void A_peer_takes_no_more_children_than_it_wants()
    {
        IkeWorld world = IkeWorld.Established(b: b => b with { MaximumChildCount = 1 });

        world.A.Order(new IkeOrder.NewChild(world.A.Connection.Children[0]));
        world.Settle();

        world.AssertSettled(childCount: 1);
        Assert.Equal(FailureCause.LimitReached, Assert.Single(world.A.Failures).Cause);
    }

    [Fact]
    public void Another_method_for_a_child_is_tried_when_the_peer_asks_for_it()
    {
        IkeWorld world = IkeWorld.Established(a => Proposing(a, "aes128gcm16-x25519-ecp256"), b => Proposing(b, "aes128gcm16-ecp256"));

        world.A.Order(new IkeOrder.NewChild(world.A.Connection.Children[0]));
        world.Settle();

        world.AssertSettled(childCount: 2);
        Assert.Equal("ecp256", world.B.Only.Children[1].Suite.KeyExchange!.Name);
    }

    [Fact]
    public void A_child_that_many_packets_ask_for_at_once_is_negotiated_once()
    {
        IkeWorld world = IkeWorld.Established();
        ChildOptions another = world.A.Connection.Children[0] with { Name = "another" };

        world.A.Order(new IkeOrder.RekeyIke());
        for (ushort port = 1; port <= 5; port++)
        {
            world.A.Order(new IkeOrder.NewChild(another, Packet(another, port)));
        }

        world.Settle();
        world.A.Order(new IkeOrder.NewChild(another, Packet(another, 6)));
        world.Settle();

        Assert.Equal((2, 2), (world.A.Only.Children.Count, world.B.Only.Children.Count));
    }

    [Fact]
    public void A_child_that_the_peer_refuses_is_asked_for_less_and_less_often_by_traffic()
    {
        IkeWorld world = IkeWorld.Established(b: b => b with { MaximumChildCount = 1 });
        ChildOptions another = world.A.Connection.Children[0] with { Name = "another" };

        for (int second = 0; second < 60; second++)
        {
            world.A.Order(new IkeOrder.NewChild(another, Packet(another, 1)));
            world.Settle(1);
        }

        Assert.InRange(world.A.Failures.Count, 4, 6);
        world.A.Order(new IkeOrder.NewChild(another));
        int before = world.A.Failures.Count;
        world.Settle(1);
        Assert.Equal(before + 1, world.A.Failures.Count);
    }

    [Fact]
    public void A_child_is_deleted_on_both_sides()
    {
        IkeWorld world = IkeWorld.Established();

        world.B.DeleteChild();
        world.Settle();

        world.AssertSettled(childCount: 0);
    }

    [Fact]
    public void Silence_is_answered_by_a_liveness_check_and_death_by_the_end()
    {
        IkeWorld world = IkeWorld.Established();
        int before = world.Link.Seen.Count;
        world.Settle(70);
        Assert.NotEqual(before, world.Link.Seen.Count);

        world.Link.Fate = _ => [];
        world.Settle(300);

        Assert.All(world.A.Sas.Concat(world.B.Sas), sa => Assert.True(sa.IsClosed));
        Assert.Empty(world.A.Installed);
        Assert.Contains(world.A.Failures, failure => failure.Cause == FailureCause.NoAnswer);
    }

    [Fact]
    public void Traffic_is_a_sign_of_life()
    {
        IkeWorld world = IkeWorld.Established();
        int before = world.Link.Seen.Count;

        for (int seconds = 0; seconds < 200; seconds++)
        {
            world.A.HearTraffic();
            world.B.HearTraffic();
            world.Settle(1);
        }

        Assert.Equal(before, world.Link.Seen.Count);
    }

    [Fact]
    public void A_wide_window_has_several_requests_on_their_way()
    {
        IkeWorld world = IkeWorld.Established(b: b => b with { WindowSize = 4 });
        int before = world.Link.Seen.Count;

        for (int count = 0; count < 6; count++)
        {
            world.A.Order(new IkeOrder.NewChild(world.A.Connection.Children[0] with { Name = $"net{count}" }));
        }

        Assert.Equal(4, world.Link.Seen.Count - before);
        world.Settle();
        world.AssertSettled(childCount: 7);
    }

    [Fact]
    public void The_timer_of_the_connection_rekeys()
    {
        IkeWorld world = IkeWorld.Established(a => a with { RekeyAfter = TimeSpan.FromMinutes(10) });

        world.Settle(15 * 60);

        world.AssertSettled(childCount: 1);
        Assert.Single(world.A.Events.OfType<NegotiationEvent.IkeRekeyed>());
    }

    [Fact]
    public void Reauthentication_makes_before_it_breaks()
    {
        IkeWorld world = IkeWorld.Established(a => a with { ReauthenticateAfter = TimeSpan.FromMinutes(5) });
        var traffic = new SteadyTraffic(world);

        world.Settle(330);

        world.AssertSettled(childCount: 1);
        Assert.Equal(0, traffic.Lost);
        Assert.Equal(2, world.A.Events.OfType<NegotiationEvent.IkeEstablished>().Count());
    }

    [Fact]
    public void Reauthentication_leaves_the_old_children_a_second_for_what_is_on_its_way()
    {
        IkeWorld world = IkeWorld.Established(a => a with { ReauthenticateAfter = TimeSpan.FromMinutes(5) });
        while (world.A.Events.OfType<NegotiationEvent.IkeEstablished>().Count() < 2)
        {
            world.Settle(0.001);
        }

        world.Settle(0.9);
        Assert.Equal((2, 2), (world.A.Installed.Count, world.B.Installed.Count));

        world.Settle(0.2);
        world.AssertSettled(childCount: 1);
    }

    [Fact]
    public void Reauthentication_brings_along_the_children_that_the_peer_has_begun()
    {
        IkeWorld world = IkeWorld.Create(a => a with
        {
            ReauthenticateAfter = TimeSpan.FromMinutes(5),
            Children = [a.Children[0] with { StartsWithIkeSa = false }],
        });
        world.B.Initiate();
        world.Settle();
        var traffic = new SteadyTraffic(world);

        world.Settle(330);

        world.AssertSettled(childCount: 1);
        Assert.Equal(0, traffic.Lost);
        Assert.Equal(2, world.B.Events.OfType<NegotiationEvent.IkeEstablished>().Count());
    }

    [Fact]
    public void Reauthentication_ends_nothing_before_every_child_is_there_again()
    {
        IkeWorld world = IkeWorld.Create(
            a => WithTwo(a) with { ReauthenticateAfter = TimeSpan.FromMinutes(5) }, WithTwo);
        world.A.Initiate();
        world.Settle();
        world.AssertSettled(childCount: 2);
        int fewest = int.MaxValue;
        void Look()
        {
            fewest = Math.Min(fewest, world.A.Installed.Values.Select(pair => pair.Name).Distinct().Count());
            world.Clock.After(TimeSpan.FromMilliseconds(1), Look);
        }

        Look();
        world.Settle(330);

        world.AssertSettled(childCount: 2);
        Assert.Equal(2, fewest);
        Assert.Equal(2, world.A.Events.OfType<NegotiationEvent.IkeEstablished>().Count());
    }

    [Fact]
    public void Reauthentication_that_came_to_nothing_is_tried_again()
    {
        IkeWorld world = IkeWorld.Established(a => a with { ReauthenticateAfter = TimeSpan.FromHours(1) });
        world.Link.Fate = datagram => IsSaInit(datagram) ? [] : [SimulatedLink.Latency];
        world.Settle(3700);
        Assert.Single(world.B.Established);
        world.Link.Fate = _ => [SimulatedLink.Latency];

        world.Settle(230);

        world.AssertSettled(childCount: 1);
        Assert.Equal(2, world.A.Events.OfType<NegotiationEvent.IkeEstablished>().Count());
    }

    [Fact]
    public void A_cookie_is_shown_when_asked_for()
    {
        IkeWorld world = IkeWorld.Create();
        world.B.Cookies = new(world.B.Random);

        world.A.Initiate();
        world.Settle();

        world.AssertSettled(childCount: 1);
        Assert.Equal(6, world.Link.Seen.Count);
    }

    [Theory]
    [InlineData(SaMode.Transport, SaMode.Transport, true)]
    [InlineData(SaMode.Transport, SaMode.Tunnel, false)]
    [InlineData(SaMode.Tunnel, SaMode.Transport, false)]
    public void Both_must_want_the_same_mode(SaMode ofA, SaMode ofB, bool works)
    {
        IkeWorld world = IkeWorld.Create(a => InMode(a, ofA), b => InMode(b, ofB));

        world.A.Initiate();
        world.Settle();

        world.AssertSettled(childCount: works ? 1 : 0);
        Assert.Equal(works, world.A.Failures.Count == 0);
    }

    [Fact]
    public void Extended_sequence_numbers_are_agreed_on()
    {
        IkeWorld world = IkeWorld.Established(a => Proposing(a, "aes128-sha256-esn"), b => Proposing(b, "aes128-sha256-esn-noesn"));

        Assert.All(world.B.Installed.Values, pair => Assert.True(pair.Inbound.ExtendedSequenceNumbers && pair.Outbound.ExtendedSequenceNumbers));
    }

    /// <summary>A packet that a child may carry, by its source port.</summary>
    private static ChildSelectors Packet(ChildOptions child, ushort port) => ChildSelectors.Of(new FlowKey(
        child.Selectors!.Local[0].Addresses.First, child.Selectors.Remote[0].Addresses.First, IpProtocol.Udp, port, DestinationPort: 1, HasPorts: true));

    private static bool IsSaInit(byte[] datagram) =>
        IkeHeader.TryRead(datagram, out IkeHeader header) && header.Exchange == ExchangeType.IkeSaInit;

    private static ConnectionOptions Proposing(ConnectionOptions connection, string proposal) => connection with
    {
        Children = [connection.Children[0] with { Proposals = IkeWorld.ChildProposals(proposal) }],
    };

    private static ConnectionOptions InMode(ConnectionOptions connection, SaMode mode) => connection with
    {
        Children = [connection.Children[0] with { Mode = mode, Selectors = null }],
    };

    private static ConnectionOptions WithTwo(ConnectionOptions connection)
    {
        ChildOptions first = connection.Children[0];
        return connection with
        {
            Children = [first, first with { Name = "second", Selectors = new(first.Selectors!.Local, first.Selectors.Remote) }],
        };
    }
}
