using Pipeline.Crypto.Certificates;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.UnitTests.Crypto.Certificates;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Explanation;

/// <summary>Every way to fail says in one line what stands in the way, and what to change.</summary>
public sealed class FailureTests
{
    // Longer than the last retransmission.
    private const double Patience = 170;

    [Fact]
    public void No_common_group_names_both_and_the_change()
    {
        IkeWorld world = Fail(b: b => b with { Proposals = IkeWorld.IkeProposals("aes128gcm16-prfsha256-modp2048") });

        IkeFailure failure = world.B.Failures[0];
        Assert.Equal(FailureCause.NoCommonProposal, failure.Cause);
        Assert.Equal(
            "IkeSaInit with 198.51.100.1:500 (b): peer offers group x25519 only; you allow modp2048; add x25519, or ask the peer for modp2048; "
            + "change connections[\"b\"].ikeProposals: add \"aes128gcm16-prfsha256-x25519\"",
            failure.ToString());
        Assert.Equal(
            "\"ikeProposals\": [\"aes128gcm16-prfsha256-modp2048\", \"aes128gcm16-prfsha256-x25519\"]", Assert.Single(failure.Changes).Member);
        Assert.NotNull(failure.Proposals);
    }

    [Fact]
    public void What_it_says_to_change_makes_the_negotiation_succeed()
    {
        IkeWorld world = Fail(b: b => b with { Proposals = IkeWorld.IkeProposals("aes256-sha384-ecp384") });
        string added = Assert.Single(world.B.Failures[0].Changes).Value.Trim('"');

        IkeWorld.Established(b: b => b with { Proposals = [.. b.Proposals, .. IkeWorld.IkeProposals(added)] });
    }

    [Fact]
    public void A_refusal_by_the_peer_lists_what_was_offered_and_says_that_nothing_proves_it()
    {
        IkeWorld world = Fail(b: b => b with { Proposals = IkeWorld.IkeProposals("aes128gcm16-prfsha256-modp2048") });

        string line = Assert.Single(world.A.Failures).ToString();
        Assert.StartsWith(
            "IkeSaInit with b.example (a): peer takes none of the one proposal in \"ikeProposals\" that you offer: aes128gcm16-prfsha256-x25519",
            line,
            StringComparison.Ordinal);
        Assert.Contains("nothing proves that the peer said it", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_that_the_peer_wants_and_we_do_not_offer_is_named()
    {
        IkeWorld world = IkeWorld.Create();
        world.Link.Fate = _ => [];
        IkeSaOf(world, request => Answer(request, new NotifyPayload(NotifyType.InvalidKePayload, (byte[])[0, 14])));
        world.Settle(Patience);

        IkeFailure failure = Assert.Single(world.A.Failures);
        Assert.Equal(FailureCause.KeyExchange, failure.Cause);
        Assert.Contains("peer wants group modp2048; you offer x25519; add modp2048, or ask", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            "connections[\"a\"].ikeProposals: add \"aes128gcm16-prfsha256-x25519-modp2048\"", Assert.Single(failure.Changes).ToString());
    }

    [Theory]
    [InlineData(14, "modp2048")]
    [InlineData(31, "x25519")]
    [InlineData(36, "number 36")]
    [InlineData(null, "that it does not name")]
    public void Groups_have_the_names_that_proposals_have(int? number, string name) =>
        Assert.Equal(name, ProposalFailures.MethodName(number));

    [Fact]
    public void Silence_says_how_often_and_where_it_was_asked()
    {
        IkeWorld world = IkeWorld.Create();
        world.Link.Fate = _ => [];
        world.A.Initiate();
        world.Settle(Patience);

        Assert.Equal(
            "IkeSaInit with 198.51.100.2:500 (a): IKE_SA_INIT was sent 6 times to 198.51.100.2:500 and not answered; see that the address is right, "
            + "that IKE runs there, and that nothing on the way drops UDP port 500",
            Assert.Single(world.A.Failures).ToString());
    }

    [Fact]
    public void Silence_after_the_first_exchange_points_at_ports_and_fragments_on_both_sides()
    {
        IkeWorld world = IkeWorld.Create(
            a => a with { ForcesUdpEncapsulation = true }, b => b with { ForcesUdpEncapsulation = true });
        world.Link.Fate = datagram => datagram[18] == (byte)ExchangeType.IkeSaInit ? [SimulatedLink.Latency] : [];
        world.A.Initiate();
        world.Settle(Patience);

        Assert.Contains("drops UDP port 4500 or fragments", Assert.Single(world.A.Failures).ToString(), StringComparison.Ordinal);
        Assert.Contains("peer did not go on with IKE_AUTH in 30 s", Assert.Single(world.B.Failures).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_died_is_said_to_be_dead()
    {
        IkeWorld world = IkeWorld.Established();
        world.Link.Fate = _ => [];
        world.Settle(100 + Patience);

        IkeFailure failure = Assert.Single(world.A.Failures);
        Assert.Equal(FailureCause.NoAnswer, failure.Cause);
        Assert.Contains("a request was sent 6 times", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_preshared_key_is_told_from_another_identity()
    {
        IkeWorld world = Fail(b: b => b with { PeerProofs = [IkeWorld.Psk("other")] });

        Assert.Equal(
            "IkeAuth with a.example (b): a.example proves another preshared key than ours; give both sides the same preshared key: here that of "
            + "connection b",
            Assert.Single(world.B.Failures).ToString());
        Assert.StartsWith(
            "IkeAuth with b.example (a): peer does not believe that you are a.example by preshared key; compare the preshared key and both identities",
            Assert.Single(world.A.Failures).ToString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("secret", world.A.Failures[0].ToString() + world.B.Failures[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_identity_comes_with_the_line_that_would_expect_it()
    {
        IkeWorld world = Fail(b: b => b with { RemoteIdentity = IkeWorld.Identity("c.example") });

        Assert.Equal(
            "IkeAuth with a.example (b): the peer says that it is a.example; you expect c.example; expect a.example in connection b if that is the "
            + "peer, or change the peer's identity; change connections[\"b\"].remoteIdentity: set \"a.example\"",
            Assert.Single(world.B.Failures).ToString());
    }

    [Fact]
    public void An_identity_that_is_not_ours_is_said_so()
    {
        IkeWorld world = Fail(a => a with { RemoteIdentity = IkeWorld.Identity("c.example") });

        Assert.Contains("a.example asks for c.example; you are b.example", Assert.Single(world.B.Failures).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_that_is_not_allowed_comes_with_the_line_that_allows_it()
    {
        IkeWorld world = Fail(b: b => b with { PeerProofs = [new CertificateTrust(new CertificateStore([], [], []))] });

        IkeFailure failure = Assert.Single(world.B.Failures);
        Assert.Equal(AuthenticationProblem.MethodNotAllowed, failure.Authentication!.Problem);
        Assert.Equal("connections[\"b\"].remoteAuthentication: set \"psk\"", Assert.Single(failure.Changes).ToString());
    }

    [Fact]
    public void Selectors_with_nothing_in_common_are_shown_on_both_sides()
    {
        IkeWorld world = Fail(b: b => b with { Children = [b.Children[0] with { Selectors = IkeWorld.Nets("10.61.2.0/24", "10.98.0.0/16") }] });

        Assert.Equal(
            "NewChild of child net with a.example (b): peer wants 10.61.1.0/24 on its own side; you allow 10.98.0.0/16; allow it, or ask the peer for "
            + "10.98.0.0/16 to 10.61.2.0/24; change connections[\"b\"].children[\"net\"].remoteSelectors: add \"10.61.1.0/24\"",
            Assert.Single(world.B.Failures).ToString());
        Assert.StartsWith(
            "NewChild of child net with b.example (a): peer does not allow 10.61.1.0/24 to 10.61.2.0/24; make the two overlap",
            Assert.Single(world.A.Failures).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_rule_that_waits_for_a_child_is_named()
    {
        IkeWorld world = Fail(
            a => a with { Children = [a.Children[0] with { Rules = ["branch", "printers"] }] },
            b => b with { Children = [b.Children[0] with { Mode = SaMode.Transport }] });

        IkeFailure failure = Assert.Single(world.A.Failures);
        Assert.Equal(["branch", "printers"], failure.Rules);
        Assert.StartsWith("NewChild of child net for rules branch, printers with b.example (a): ", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Algorithms_of_a_child_are_explained_like_those_of_Ike()
    {
        IkeWorld world = Fail(b: b => b with { Children = [b.Children[0] with { Proposals = IkeWorld.ChildProposals("aes256-sha256") }] });

        Assert.EndsWith(
            "change connections[\"b\"].children[\"net\"].proposals: add \"aes128gcm16-noesn\"",
            Assert.Single(world.B.Failures).ToString(),
            StringComparison.Ordinal);
        string atPeer = Assert.Single(world.A.Failures).ToString();
        Assert.Contains("takes none of the one proposal in \"proposals\" that you offer: aes128gcm16-noesn", atPeer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SaMode.Transport, "peer wants tunnel mode; you want transport mode", "\"tunnel\"")]
    public void Another_mode_comes_with_the_line_that_takes_it(SaMode ours, string difference, string value)
    {
        IkeWorld world = Fail(b: b => b with { Children = [b.Children[0] with { Mode = ours }] });

        IkeFailure failure = Assert.Single(world.B.Failures);
        Assert.Equal(FailureCause.Mode, failure.Cause);
        Assert.Contains(difference, failure.ToString(), StringComparison.Ordinal);
        Assert.Equal($"connections[\"b\"].children[\"net\"].mode: set {value}", Assert.Single(failure.Changes).ToString());
    }

    [Theory]
    [InlineData(NotifyType.NoProposalChosen, "NO_PROPOSAL_CHOSEN")]
    [InlineData(NotifyType.InvalidKePayload, "INVALID_KE_PAYLOAD")]
    [InlineData(NotifyType.AdditionalIp4Address, "ADDITIONAL_IP4_ADDRESS")]
    [InlineData(NotifyType.TicketLifetimeOpaque, "TICKET_LT_OPAQUE")]
    [InlineData((NotifyType)40_001, "notify 40001")]
    public void Notifies_are_spelled_as_in_the_Rfcs(NotifyType notify, string name) => Assert.Equal(name, NotifyText.Of(notify));

    [Fact]
    public void Every_reason_not_to_believe_has_advice()
    {
        ConnectionOptions connection = IkeWorld.OptionsOf("b");
        foreach (AuthenticationProblem problem in Enum.GetValues<AuthenticationProblem>().Except([AuthenticationProblem.None, AuthenticationProblem.Incomplete]))
        {
            IkeFailure failure = AuthenticationFailures.ByUs(connection, connection.RemoteIdentity, new AuthenticationVerdict(problem));

            Assert.Equal(FailureCause.Authentication, failure.Cause);
            Assert.NotEmpty(failure.Suggestion!);
        }
    }

    [Fact]
    public void Every_problem_of_a_certificate_is_told_with_its_dates_and_has_advice()
    {
        Certificate certificate = TestAuthority.Root("CN=Lab").Certificate;
        foreach (CertificateProblem problem in Enum.GetValues<CertificateProblem>())
        {
            var verdict = new CertificateVerdict { Problem = problem, Certificate = certificate, Path = [] };

            Assert.StartsWith("the certificate of CN=Lab ", CertificateAdvice.Problem(verdict), StringComparison.Ordinal);
            Assert.Contains(" to ", CertificateAdvice.Problem(verdict), StringComparison.Ordinal);
            Assert.NotEmpty(CertificateAdvice.For(verdict, IkeWorld.Identity("a.example")));
        }
    }

    [Theory]
    [InlineData(IkeReadError.UnknownCriticalPayload, FailureCause.UnknownCriticalPayload, "peer insists on payload 200, which is not known here")]
    [InlineData(IkeReadError.BadLength, FailureCause.Malformed, "peer's message cannot be read: BadLength in payload 200")]
    public void What_cannot_be_read_is_told(IkeReadError error, FailureCause cause, string sentence)
    {
        IkeFailure failure = MessageFailures.Unreadable(IkeStep.IkeAuth, IkeWorld.OptionsOf("a"), new IkeReadFailure(error, (PayloadType)200));

        Assert.Equal((cause, sentence), (failure.Cause, failure.Explanation));
    }

    [Fact]
    public void Names_are_quoted_as_Json_wants()
    {
        ConfigurationChange change = ConfigurationChange.Set(IkeWorld.OptionsOf("a") with { Name = "a \"b\"" }, "remoteIdentity", "C=CH, CN=\\");

        Assert.Equal("connections[\"a \\\"b\\\"\"].remoteIdentity: set \"C=CH, CN=\\\\\"", change.ToString());
    }

    private static IkeWorld Fail(Func<ConnectionOptions, ConnectionOptions>? a = null, Func<ConnectionOptions, ConnectionOptions>? b = null)
    {
        IkeWorld world = IkeWorld.Create(a, b);
        world.A.Initiate();
        world.Settle(Patience);
        return world;
    }

    private static void IkeSaOf(IkeWorld world, Func<IkeMessage, byte[]> answer)
    {
        world.A.Initiate();
        Assert.True(IkeMessage.TryRead(world.Link.Seen[0], out IkeMessage request, out _));
        world.A.Receive(answer(request), world.A.Path);
    }

    private static byte[] Answer(IkeMessage request, params IkePayload[] payloads) => new IkeMessage
    {
        InitiatorSpi = request.InitiatorSpi,
        Exchange = ExchangeType.IkeSaInit,
        IsResponse = true,
        Payloads = [.. payloads],
    }.Write();
}
