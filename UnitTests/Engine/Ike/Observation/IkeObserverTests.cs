using Pipeline.Crypto;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.Observation;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Ike.V2.Initial;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Observation;

/// <summary>A bystander tells where a negotiation stopped and why, with keys or without.</summary>
public sealed class IkeObserverTests
{
    private const double Patience = 170;

    // Messages in the clear have room for words; of others only the header is looked at.
    private const int ExchangeOffset = 18;

    [Fact]
    public void A_negotiation_is_told_step_by_step()
    {
        IkeWorld world = IkeWorld.Established();
        using IkeObserver observer = Watch(world, KeysOf(world.A.Only));

        ObservedIkeSa sa = Assert.Single(observer.Sas);
        Assert.Equal(
            ["IKE_SA_INIT request", "IKE_SA_INIT response", "IKE_AUTH request", "IKE_AUTH response"], sa.Steps.Select(step => step.Name));
        Assert.Equal((IkeWorld.AddressOfA, IkeWorld.AddressOfB), (sa.Initiator, sa.Responder));
        Assert.Contains("proposes IKE aes128gcm16-prfsha256-x25519", sa.Steps[0].What);
        Assert.Contains("chooses IKE aes128gcm16-prfsha256-x25519", sa.Steps[1].What);
        Assert.Contains("NAT detection: no NAT between the sender and here", sa.Steps[1].What);
        Assert.Contains("is a.example", sa.Steps[2].What);
        Assert.Contains("proves it by a shared key", sa.Steps[3].What);
        ObservedChild child = Assert.Single(sa.Children);
        Assert.Equal(world.A.Only.Children[0].InboundSpi, child.InitiatorSpi);
        Assert.Equal(world.B.Only.Children[0].InboundSpi, child.ResponderSpi);
        Assert.Equal("traffic 10.61.1.0/24 to 10.61.2.0/24", child.Traffic);
        Assert.Equal(new ObservedOutcome(
            OutcomeKind.Established, "established, with one Child SA; nothing ended it while the capture ran"), observer.OutcomeOf(sa));
    }

    [Fact]
    public void Without_keys_it_says_what_can_be_told()
    {
        using IkeObserver observer = Watch(IkeWorld.Established());

        ObservedIkeSa sa = Assert.Single(observer.Sas);
        Assert.Equal(["encrypted"], sa.Steps[3].What);
        Assert.Equal(OutcomeKind.Established, observer.OutcomeOf(sa).Kind);
        Assert.Contains("as far as can be told without keys", observer.OutcomeOf(sa).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_another_suite_are_a_problem_that_is_named()
    {
        IkeWorld world = IkeWorld.Established();
        ObservedKeys keys = KeysOf(world.A.Only);
        var shorter = new ObservedKeys
        {
            InitiatorSpi = keys.InitiatorSpi,
            ResponderSpi = keys.ResponderSpi,
            SkEi = new SecretBytes(new byte[16]),
            SkEr = new SecretBytes(new byte[16]),
            SkAi = new SecretBytes([]),
            SkAr = new SecretBytes([]),
        };
        using IkeObserver observer = Watch(world, shorter);

        Assert.Equal("the keys SK_ei and SK_er have 16 and 16 bytes; aes128-gcm has 20", Assert.Single(observer.Sas).KeyProblem);
    }

    [Fact]
    public void Keys_of_another_session_do_not_open()
    {
        IkeWorld world = IkeWorld.Established();
        ObservedKeys wrong = KeysOf(IkeWorld.Established(seed: 9).A.Only);
        using IkeObserver observer = Watch(world, new ObservedKeys
        {
            InitiatorSpi = world.A.Only.Sa.InitiatorSpi,
            ResponderSpi = world.A.Only.Sa.ResponderSpi,
            SkEi = wrong.SkEi,
            SkEr = wrong.SkEr,
            SkAi = wrong.SkAi,
            SkAr = wrong.SkAr,
        });

        Assert.Contains("does not open with the key that was given", observer.Sas[0].Steps[2].What[0], StringComparison.Ordinal);
        Assert.Equal(0, observer.UnusedKeyCount);
    }

    [Fact]
    public void A_rekey_leads_to_the_next_Ike_sa()
    {
        IkeWorld world = IkeWorld.Established();
        ObservedKeys first = KeysOf(world.A.Only);
        world.A.Order(new IkeOrder.RekeyIke());
        world.Settle();
        ObservedKeys second = KeysOf(world.A.Only);
        world.B.RekeyChild();
        world.Settle();
        using IkeObserver observer = Watch(world, first, second);

        Assert.Equal(2, observer.Sas.Count);
        Assert.Equal(observer.Sas[0].InitiatorSpi, observer.Sas[1].ReplacedSpi);
        Assert.Contains($"replaced by {observer.Sas[1].InitiatorSpi:x16}; deleted by the initiator", observer.OutcomeOf(observer.Sas[0]).Explanation,
            StringComparison.Ordinal);
        Assert.Equal(world.A.Only.Children[0].InboundSpi, Assert.Single(observer.Sas[1].Children).InitiatorSpi);
    }

    [Fact]
    public void Nobody_answers()
    {
        IkeWorld world = IkeWorld.Create();
        world.Link.Fate = _ => [];
        world.A.Initiate();
        world.Settle(Patience);
        using IkeObserver observer = Watch(world);

        ObservedIkeSa sa = Assert.Single(observer.Sas);
        Assert.Equal(5, Assert.Single(sa.Steps).Repetitions);
        ObservedOutcome outcome = observer.OutcomeOf(sa);
        Assert.Equal(OutcomeKind.Unanswered, outcome.Kind);
        Assert.Matches(
            @"^stopped at IKE_SA_INIT: IKE_SA_INIT request 0 was sent 6 times in \d+\.\d s and not answered; see that IKE runs at 198\.51\.100\.2:500, ",
            outcome.ToString());
    }

    [Fact]
    public void A_refusal_lists_what_was_offered()
    {
        using IkeObserver observer = Watch(Refuse());

        Assert.Equal(
            "refused at IKE_SA_INIT with NO_PROPOSAL_CHOSEN: the responder takes none of aes128gcm16-prfsha256-x25519; see in the configuration of "
            + "198.51.100.2:500 what it takes; some also say this when they have no connection for these addresses",
            observer.OutcomeOf(observer.Sas[0]).ToString());
    }

    [Fact]
    public void A_refusal_shows_the_nearest_miss_when_the_responder_has_tried_too()
    {
        IkeWorld world = Refuse();
        world.B.Initiate();
        world.Settle(Patience);
        using IkeObserver observer = Watch(world);

        Assert.Equal(
            "refused at IKE_SA_INIT with NO_PROPOSAL_CHOSEN: the initiator 198.51.100.1:500 offers group x25519 only; the responder 198.51.100.2:500 "
            + "allows modp2048; add x25519 there, or ask the initiator for modp2048",
            observer.OutcomeOf(observer.Sas[0]).ToString());
    }

    [Fact]
    public void Another_group_is_asked_for_and_tried()
    {
        IkeWorld world = IkeWorld.Established(
            a => a with { Proposals = IkeWorld.IkeProposals("aes128gcm16-prfsha256-x25519-ecp256") },
            b => b with { Proposals = IkeWorld.IkeProposals("aes128gcm16-prfsha256-ecp256") });
        using IkeObserver observer = Watch(world);

        ObservedIkeSa sa = Assert.Single(observer.Sas);
        Assert.Contains("refuses with INVALID_KE_PAYLOAD: it wants group ecp256", sa.Steps[1].What);
        Assert.Contains("key exchange ecp256, 64 bytes", sa.Steps[2].What);
        Assert.Equal(OutcomeKind.Established, observer.OutcomeOf(sa).Kind);
    }

    [Fact]
    public void Another_group_that_is_not_offered_ends_it()
    {
        IkeWorld world = Refuse();
        using var observer = new IkeObserver();
        (DateTimeOffset at, IkePath path, byte[] datagram) = world.Link.Recorded[0];
        Assert.True(IkeMessage.TryRead(datagram, out IkeMessage request, out _));
        byte[] answer = new IkeMessage
        {
            InitiatorSpi = request.InitiatorSpi,
            Exchange = ExchangeType.IkeSaInit,
            IsResponse = true,
            Payloads = [new NotifyPayload(NotifyType.InvalidKePayload, (byte[])[0, 14])],
        }.Write();
        observer.Observe(datagram, new Sighting(1, path.Local, path.Remote, at.UtcDateTime));
        observer.Observe(answer, new Sighting(2, path.Remote, path.Local, at.UtcDateTime));

        Assert.Equal(
            "refused at IKE_SA_INIT with INVALID_KE_PAYLOAD: the responder wants group modp2048; the initiator offers x25519; add modp2048 to the "
            + "initiator's proposals, or ask the responder for x25519",
            observer.OutcomeOf(observer.Sas[0]).ToString());
    }

    [Fact]
    public void A_cookie_that_is_not_brought_back_is_said_so()
    {
        IkeWorld world = IkeWorld.Create();
        using var guard = new CookieGuard(new SeededRandomSource(3));
        world.B.Cookies = guard;
        int carried = 0;
        world.Link.Fate = _ => ++carried == 1 ? [SimulatedLink.Latency] : [];
        world.A.Initiate();
        world.Settle(1);
        using IkeObserver observer = Watch(world);

        Assert.Contains(observer.Sas[0].Steps[1].What, line => line.StartsWith("cookie of ", StringComparison.Ordinal));
        string explanation = observer.OutcomeOf(observer.Sas[0]).Explanation;
        Assert.Contains("asked for a cookie, and the initiator did not come back", explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_preshared_key_shows_even_without_keys_by_the_length_of_the_answer()
    {
        IkeWorld world = IkeWorld.Create(b: b => b with { PeerProofs = [IkeWorld.Psk("other")] });
        world.A.Initiate();
        world.Settle();
        using IkeObserver observer = Watch(world);

        ObservedOutcome outcome = observer.OutcomeOf(observer.Sas[0]);
        Assert.Equal(OutcomeKind.Refused, outcome.Kind);
        Assert.Contains("have room for an error only; that is AUTHENTICATION_FAILED as a rule", outcome.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void With_keys_the_refusal_itself_is_read()
    {
        IkeWorld world = IkeWorld.Create(b: b => b with { PeerProofs = [IkeWorld.Psk("other")] });
        ObservedKeys? keys = null;
        world.Link.Fate = _ =>
        {
            keys ??= world.A.Sas[0].State is ExpectAuthReply { Initial.Sa: { } sa } ? KeysOf(sa) : null;
            return [SimulatedLink.Latency];
        };
        world.A.Initiate();
        world.Settle();
        using IkeObserver observer = Watch(world, keys!);

        Assert.StartsWith(
            "refused at IKE_AUTH with AUTHENTICATION_FAILED: the responder does not believe the initiator; compare preshared keys, identities",
            observer.OutcomeOf(observer.Sas[0]).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_that_is_refused_is_told_from_the_Ike_sa()
    {
        IkeWorld world = IkeWorld.Create(b: b => b with
        {
            Children = [b.Children[0] with { Selectors = IkeWorld.Nets("10.99.0.0/16", "10.98.0.0/16") }],
        });
        world.A.Initiate();
        world.Settle();
        using IkeObserver observer = Watch(world, KeysOf(world.A.Only));

        Assert.Equal(
            "established, no Child SA seen, but a Child SA was refused with TS_UNACCEPTABLE: traffic 10.61.1.0/24 to 10.61.2.0/24; make the selectors "
            + "of both sides overlap",
            observer.OutcomeOf(observer.Sas[0]).ToString());
    }

    [Fact]
    public void Lost_answers_to_Ike_auth_point_at_the_port_and_fragments()
    {
        IkeWorld world = IkeWorld.Create(a => a with { ForcesUdpEncapsulation = true }, b => b with { ForcesUdpEncapsulation = true });
        world.Link.Fate = datagram => datagram[ExchangeOffset] == (byte)ExchangeType.IkeSaInit ? [SimulatedLink.Latency] : [];
        world.A.Initiate();
        world.Settle(Patience);
        using IkeObserver observer = Watch(world);

        Assert.Contains("the sender is behind a NAT, or says so", observer.Sas[0].Steps[0].What[0], StringComparison.Ordinal);
        Assert.Matches(
            "^stopped at IKE_AUTH: IKE_AUTH request 1 was sent 6 times in .* and not answered; see whether something drops UDP port 4500 or fragments",
            observer.OutcomeOf(observer.Sas[0]).ToString());
    }

    [Fact]
    public void A_peer_that_dies_is_seen_to()
    {
        IkeWorld world = IkeWorld.Established();
        ObservedKeys keys = KeysOf(world.A.Only);
        world.Link.Fate = _ => [];
        world.Settle(100 + Patience);
        using IkeObserver observer = Watch(world, keys);

        Assert.Equal(OutcomeKind.Unanswered, observer.OutcomeOf(observer.Sas[0]).Kind);
    }

    [Fact]
    public void What_is_no_message_is_refused_and_what_cannot_be_read_is_told()
    {
        using var observer = new IkeObserver();
        var sighting = new Sighting(1, IkeWorld.AddressOfA, IkeWorld.AddressOfB, DateTime.UnixEpoch);
        byte[] message = Refuse().Link.Seen[0];

        Assert.False(observer.Observe([], sighting));
        Assert.False(observer.Observe(message.AsSpan(0, 27), sighting));
        Assert.False(observer.Observe(new byte[100], sighting));
        Assert.True(observer.Observe(message.AsSpan(0, message.Length - 1), sighting));
        Assert.Equal(["cannot be read: LengthMismatch"], observer.Sas[0].Steps[0].What);
    }

    [Fact]
    public void It_remembers_no_more_than_its_limits()
    {
        using var observer = new IkeObserver(limits: new ObserverLimits { MaximumSaCount = 3, MaximumStepCount = 4, MaximumTotalStepCount = 10 });
        byte[] message = Refuse().Link.Seen[0];
        for (byte spi = 1; spi <= 5; spi++)
        {
            for (byte id = 0; id < 6; id++)
            {
                (message[0], message[23]) = (spi, id);
                Assert.True(observer.Observe(message, new Sighting(1, IkeWorld.AddressOfA, IkeWorld.AddressOfB, DateTime.UnixEpoch)));
            }
        }

        Assert.Equal([4, 4, 2], observer.Sas.Select(sa => sa.Steps.Count));
        Assert.Equal([2, 2, 4], observer.Sas.Select(sa => sa.OverlookedCount));
        Assert.Equal(12, observer.OverlookedCount);
    }

    [Fact]
    public void A_message_of_many_payloads_is_told_in_few_sentences_and_the_text_has_an_end()
    {
        using var observer = new IkeObserver(limits: new ObserverLimits { MaximumTextLength = 20_000 });
        for (ulong spi = 1; spi < 100; spi++)
        {
            byte[] message = new IkeMessage
            {
                InitiatorSpi = spi,
                Exchange = ExchangeType.IkeSaInit,
                IsFromInitiator = true,
                Payloads = [.. Enumerable.Range(0, 64).Select(number => new RawPayload((PayloadType)(200 + (number % 50)), new byte[900]))],
            }.Write();
            Assert.True(observer.Observe(message, new Sighting(1, IkeWorld.AddressOfA, IkeWorld.AddressOfB, DateTime.UnixEpoch)));
        }

        Assert.All(observer.Sas, sa => Assert.InRange(sa.Steps.Sum(step => step.What.Count), 0, 48));
        Assert.InRange(observer.Sas.Sum(sa => sa.Steps.Sum(step => step.What.Sum(line => line.Length))), 10_000, 30_000);
        Assert.Contains(observer.Sas, sa => sa.OverlookedCount == 1);
    }

    private static IkeWorld Refuse()
    {
        IkeWorld world = IkeWorld.Create(b: b => b with { Proposals = IkeWorld.IkeProposals("aes128gcm16-prfsha256-modp2048") });
        world.A.Initiate();
        world.Settle();
        return world;
    }

    private static IkeObserver Watch(IkeWorld world, params IEnumerable<ObservedKeys> keys)
    {
        var observer = new IkeObserver(keys);
        foreach ((DateTimeOffset at, IkePath path, byte[] datagram) in world.Link.Recorded)
        {
            Assert.True(observer.Observe(datagram, new Sighting(1, path.Local, path.Remote, at.UtcDateTime)));
        }

        return observer;
    }

    private static ObservedKeys KeysOf(Established state) => KeysOf(state.Sa);

    private static ObservedKeys KeysOf(IkeSaParameters sa) => new()
    {
        InitiatorSpi = sa.InitiatorSpi,
        ResponderSpi = sa.ResponderSpi,
        SkEi = new SecretBytes(sa.Keys.SkEi.Span),
        SkEr = new SecretBytes(sa.Keys.SkEr.Span),
        SkAi = new SecretBytes(sa.Keys.SkAi.Span),
        SkAr = new SecretBytes(sa.Keys.SkAr.Span),
    };
}
