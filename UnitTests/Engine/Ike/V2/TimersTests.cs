using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V2;

/// <summary>Lifetimes of IKE SAs: the soft one rekeys or reauthenticates, again and again; the hard one ends.</summary>
public sealed class TimersTests
{
    [Fact]
    public void A_rekey_that_the_peer_refuses_is_tried_again()
    {
        IkeWorld world = IkeWorld.Established(a => a with { RekeyAfter = TimeSpan.FromMinutes(10), RekeyJitter = 0 });
        RefuseRekeysOfA(world);
        world.Settle(605);
        Assert.NotEmpty(world.A.Failures);
        world.Link.Fate = _ => [SimulatedLink.Latency];

        world.Settle(20);

        world.AssertSettled(childCount: 1);
        Assert.Single(world.A.Events.OfType<NegotiationEvent.IkeRekeyed>());
    }

    [Fact]
    public void An_Ike_sa_that_is_not_rekeyed_ends_a_tenth_later_and_the_peer_is_told()
    {
        IkeWorld world = IkeWorld.Established(a => a with { RekeyAfter = TimeSpan.FromMinutes(10) });
        RefuseRekeysOfA(world);
        world.Settle(650);
        Assert.Single(world.A.Established);

        world.Settle(20);

        AssertExpired(world);
    }

    [Fact]
    public void A_peer_that_is_not_authenticated_anew_loses_its_Ike_sa()
    {
        IkeWorld world = IkeWorld.Established(a => a with { ReauthenticateAfter = TimeSpan.FromMinutes(10) });
        world.Link.Fate = datagram => ExchangeOf(datagram) == ExchangeType.IkeSaInit ? [] : [SimulatedLink.Latency];
        world.Settle(650);
        Assert.Single(world.A.Established);

        world.Settle(20);

        AssertExpired(world);
    }

    [Fact]
    public void A_rekey_does_not_put_off_the_end_of_a_peer_that_is_not_authenticated_anew()
    {
        IkeWorld world = IkeWorld.Established(a => a with
        {
            RekeyAfter = TimeSpan.FromMinutes(4),
            ReauthenticateAfter = TimeSpan.FromMinutes(10),
        });
        world.Link.Fate = datagram => ExchangeOf(datagram) == ExchangeType.IkeSaInit ? [] : [SimulatedLink.Latency];

        world.Settle(670);

        Assert.NotEmpty(world.A.Events.OfType<NegotiationEvent.IkeRekeyed>());
        AssertExpired(world);
    }

    [Fact]
    public void The_rekey_time_is_shortened_by_as_much_as_the_connection_says()
    {
        Assert.All(RekeyedAfter(seconds: 999, jitter: 0), Assert.False);
        Assert.All(RekeyedAfter(seconds: 1001, jitter: 0), Assert.True);
        Assert.Contains(true, RekeyedAfter(seconds: 890, jitter: 0.5));
        Assert.All(RekeyedAfter(seconds: 490, jitter: 0.5), Assert.False);
    }

    private static IEnumerable<bool> RekeyedAfter(double seconds, double jitter) => [.. Enumerable.Range(1, 8).Select(seed =>
    {
        IkeWorld world = IkeWorld.Established(a => a with { RekeyAfter = TimeSpan.FromSeconds(1000), RekeyJitter = jitter }, seed: seed);
        world.Settle(seconds - 2);
        return world.A.Events.OfType<NegotiationEvent.IkeRekeyed>().Any();
    })];

    /// <summary>As if B answered NO_PROPOSAL_CHOSEN to whatever A wants of CREATE_CHILD_SA; B is asked for a sign of life in its place.</summary>
    private static void RefuseRekeysOfA(IkeWorld world) => world.Link.Fate = datagram =>
    {
        if (ExchangeOf(datagram) != ExchangeType.CreateChildSa || world.Link.Recorded[^1].Path.Local.Address != IkeWorld.AddressOfA.Address)
        {
            return [SimulatedLink.Latency];
        }

        IkeHeader.TryRead(datagram, out IkeHeader header);
        byte[] refusal = Seal(world.B.Only, header.MessageId, isResponse: true, new NotifyPayload(NotifyType.NoProposalChosen));
        byte[] harmless = Seal(world.A.Only, header.MessageId, isResponse: false);
        world.Clock.After(SimulatedLink.Latency, () => world.A.Receive(refusal, world.A.Path));
        world.Clock.After(SimulatedLink.Latency, () => world.B.Receive(harmless, world.B.Path));
        return [];
    };

    private static byte[] Seal(Established from, uint messageId, bool isResponse, params IkePayload[] payloads)
    {
        using MessageProtection protection = MessageProtection.Create(from.Sa.Suite.Transform, from.Sa.Keys, from.Sa.IsInitiator);
        return protection.Seal(new IkeMessage
        {
            InitiatorSpi = from.Sa.InitiatorSpi,
            ResponderSpi = from.Sa.ResponderSpi,
            Exchange = isResponse ? ExchangeType.CreateChildSa : ExchangeType.Informational,
            IsFromInitiator = from.Sa.IsInitiator,
            IsResponse = isResponse,
            MessageId = messageId,
            Payloads = [.. payloads],
        });
    }

    private static void AssertExpired(IkeWorld world)
    {
        Assert.Empty(world.A.Established);
        Assert.Empty(world.B.Established);
        Assert.Empty(world.A.Installed);
        Assert.Empty(world.B.Failures);
        Assert.Single(world.A.Failures, failure => failure.Cause == FailureCause.Expired);
    }

    private static ExchangeType ExchangeOf(byte[] datagram) =>
        IkeHeader.TryRead(datagram, out IkeHeader header) ? header.Exchange : default;
}
