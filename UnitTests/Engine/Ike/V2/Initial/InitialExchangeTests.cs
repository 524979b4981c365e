using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V2.Initial;

/// <summary>RFC 7296 §1.2: IKE_SA_INIT and IKE_AUTH, both roles.</summary>
public sealed class InitialExchangeTests
{
    [Fact]
    public void Two_messages_each_way_make_an_Ike_sa_and_a_child()
    {
        IkeWorld world = IkeWorld.Established();

        Assert.Equal(4, world.Link.Seen.Count);
        Assert.Equal("b.example", world.A.Only.Peer.ToString());
        Assert.Equal("a.example", world.B.Only.Peer.ToString());
    }

    [Fact]
    public void Lost_messages_are_sent_again()
    {
        IkeWorld world = IkeWorld.Create();
        var random = new Random(1);
        world.Link.Fate = _ => random.Next(3) == 0 ? [] : [SimulatedLink.Latency];

        world.A.Initiate();
        world.Settle(60);

        world.AssertSettled(childCount: 1);
    }

    [Fact]
    public void A_peer_that_is_not_there_is_given_up_after_the_last_retransmission()
    {
        IkeWorld world = IkeWorld.Create();
        world.Link.Fate = _ => [];

        IkeSa sa = world.A.Initiate();
        world.Settle(170);

        Assert.True(sa.IsClosed);
        Assert.Equal(6, world.Link.Seen.Count);
        Assert.Equal(FailureCause.NoAnswer, Assert.Single(world.A.Failures).Cause);
    }

    [Fact]
    public void Another_key_exchange_method_is_tried_when_the_responder_asks_for_it()
    {
        IkeWorld world = IkeWorld.Established(
            a => a with { Proposals = IkeWorld.IkeProposals("aes128gcm16-prfsha256-x25519-ecp256") },
            b => b with { Proposals = IkeWorld.IkeProposals("aes128gcm16-prfsha256-ecp256") });

        Assert.Equal("ecp256", world.A.Only.Sa.Suite.KeyExchange.Name);
        Assert.Equal(6, world.Link.Seen.Count);
    }

    [Fact]
    public void No_common_proposal_is_believed_only_when_nothing_better_comes_and_says_what_would_help()
    {
        IkeWorld world = IkeWorld.Create(b: b => b with { Proposals = IkeWorld.IkeProposals("aes256gcm16-prfsha384-ecp384") });

        world.A.Initiate();
        world.Settle();
        Assert.Empty(world.A.Failures);
        Assert.Contains("aes128gcm16", Assert.Single(world.B.Failures).Explanation, StringComparison.Ordinal);
        world.Settle(170);

        IkeFailure failure = Assert.Single(world.A.Failures);
        Assert.Equal((FailureCause.NoCommonProposal, NotifyType.NoProposalChosen, true), (failure.Cause, failure.Notify, failure.IsByPeer));
    }

    [Fact]
    public void Another_preshared_key_is_refused_and_said_so_on_both_sides()
    {
        IkeWorld world = IkeWorld.Create(b: b => b with { PeerProofs = [IkeWorld.Psk("other")] });

        world.A.Initiate();
        world.Settle();

        Assert.Equal(AuthenticationProblem.WrongPresharedKey, Assert.Single(world.B.Failures).Authentication!.Problem);
        IkeFailure failure = Assert.Single(world.A.Failures);
        Assert.Equal((NotifyType.AuthenticationFailed, true), (failure.Notify, failure.IsByPeer));
        Assert.All(world.A.Sas.Concat(world.B.Sas), sa => Assert.True(sa.IsClosed));
        Assert.Empty(world.A.HeldSpis);
    }

    [Fact]
    public void An_initiator_that_does_not_believe_the_responder_tells_it()
    {
        IkeWorld world = IkeWorld.Create(a => a with { PeerProofs = [IkeWorld.Psk("other")] });

        world.A.Initiate();
        world.Settle();

        Assert.Equal(AuthenticationProblem.WrongPresharedKey, Assert.Single(world.A.Failures).Authentication!.Problem);
        Assert.Equal(NotifyType.AuthenticationFailed, Assert.Single(world.B.Failures).Notify);
        Assert.Empty(world.B.Installed);
    }

    [Fact]
    public void A_wrong_identity_is_told_from_a_wrong_key()
    {
        IkeWorld world = IkeWorld.Create(b: b => b with { RemoteIdentity = IkeWorld.Identity("c.example") });

        world.A.Initiate();
        world.Settle();

        IkeFailure failure = Assert.Single(world.B.Failures);
        Assert.Equal(AuthenticationProblem.UnknownIdentity, failure.Authentication!.Problem);
        Assert.Contains("a.example", Assert.Single(failure.Changes).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_that_fails_leaves_the_Ike_sa()
    {
        IkeWorld world = IkeWorld.Create(b: b => b with
        {
            Children = [b.Children[0] with { Selectors = IkeWorld.Nets("10.99.0.0/16", "10.98.0.0/16") }],
        });

        world.A.Initiate();
        world.Settle();

        world.AssertSettled(childCount: 0);
        Assert.Equal(FailureCause.Selectors, Assert.Single(world.A.Failures).Cause);
        Assert.Equal(FailureCause.Selectors, Assert.Single(world.B.Failures).Cause);
    }

    [Fact]
    public void Without_children_the_Ike_sa_is_childless()
    {
        IkeWorld world = IkeWorld.Create(a => a with { Children = [] });

        world.A.Initiate();
        world.Settle();

        world.AssertSettled(childCount: 0);
        Assert.Empty(world.A.Failures);
    }

    [Fact]
    public void Selectors_are_narrowed_to_what_both_allow()
    {
        IkeWorld world = IkeWorld.Established(a => a with
        {
            Children = [a.Children[0] with { Selectors = IkeWorld.Nets("10.0.0.0/8", "10.0.0.0/8") }],
        });

        Assert.Equal(IkeWorld.Nets("10.61.1.0/24", "10.61.2.0/24"), world.A.Only.Children[0].Selectors);
    }

    [Fact]
    public void A_Nat_moves_both_to_port_4500_and_packets_into_Udp()
    {
        IkeWorld world = IkeWorld.Create();
        world.Link.Translate = BehindNat;

        world.A.Initiate();
        world.Settle();

        world.AssertSettled(childCount: 1);
        Assert.True(world.A.Only.Sa is { UsesUdpEncapsulation: true, IsBehindNat: true });
        Assert.True(world.B.Only.Sa is { UsesUdpEncapsulation: true, IsBehindNat: false });
        Assert.All(world.B.Installed.Values, pair => Assert.Equal(4500, pair.Outbound.UdpEncapsulation!.Value.Source));
    }

    [Fact]
    public void Transport_mode_behind_a_Nat_names_the_addresses_that_packets_show_and_keeps_those_for_checksums()
    {
        static ConnectionOptions HostToHost(ConnectionOptions options) =>
            options with { Children = [options.Children[0] with { Selectors = null, Mode = SaMode.Transport }] };
        IkeWorld world = IkeWorld.Create(HostToHost, HostToHost);
        world.Link.Translate = BehindNat;

        world.A.Initiate();
        world.Settle();

        Assert.Empty(world.A.Failures.Concat(world.B.Failures));
        (IpAddress a, IpAddress b, IpAddress nat) = (IkeWorld.AddressOfA.Address, IkeWorld.AddressOfB.Address, world.B.Only.Path.Remote.Address);
        Assert.NotEqual(a, nat);
        ChildPair atA = Assert.Single(world.A.Installed.Values);
        ChildPair atB = Assert.Single(world.B.Installed.Values);
        Assert.Equal(AddressRange.Of(nat), Assert.Single(atB.Outbound.Selectors).Destination);
        Assert.Equal(AddressRange.Of(a), Assert.Single(atA.Inbound.Selectors).Destination);
        Assert.Equal(new OriginalAddresses(a, b), atB.Inbound.Original);
        Assert.Equal(new OriginalAddresses(b, nat), atA.Inbound.Original);
        Assert.Null(atB.Outbound.Original);
    }

    [Fact]
    public void Udp_encapsulation_can_be_forced_without_a_Nat()
    {
        IkeWorld world = IkeWorld.Established(a => a with { ForcesUdpEncapsulation = true });

        Assert.True(world.B.Only.Sa.UsesUdpEncapsulation);
        Assert.Equal(4500, world.A.Only.Path.Remote.Port);
    }

    [Fact]
    public void Secrets_are_erased_at_the_end()
    {
        IkeWorld world = IkeWorld.Established();
        IkeSaKeys keys = world.A.Only.Sa.Keys;

        world.A.Order(new IkeOrder.Terminate());
        world.Settle();

        Assert.Throws<ObjectDisposedException>(() => keys.SkD.Span.Length);
        Assert.All(world.A.Sas.Concat(world.B.Sas), sa => Assert.True(sa.IsClosed));
        Assert.Empty(world.B.Installed);
    }

    [Fact]
    public void A_half_open_Ike_sa_does_not_stay()
    {
        IkeWorld world = IkeWorld.Create();
        int count = 0;
        world.Link.Fate = _ => ++count <= 2 ? [SimulatedLink.Latency] : [];

        world.A.Initiate();
        world.Settle(31);

        Assert.True(Assert.Single(world.B.Sas).IsClosed);
    }

    // A's packets come from another address and port; what goes back to those reaches A.
    private static IkePath BehindNat(IkePath path)
    {
        UdpEndpoint outside = new(new(0xCB007101, IsIpv6: false), (ushort)(path.Remote.Port + 20_000));
        return path.Local == IkeWorld.AddressOfB || path.Local.Address == IkeWorld.AddressOfB.Address
            ? new IkePath(path.Local, outside)
            : new IkePath(new UdpEndpoint(IkeWorld.AddressOfA.Address, (ushort)(path.Local.Port - 20_000)), path.Remote);
    }
}
