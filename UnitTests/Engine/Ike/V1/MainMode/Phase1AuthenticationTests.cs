using System.Security.Cryptography;
using Pipeline.Crypto.Certificates;
using Pipeline.Crypto.Signatures;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Identities;
using Pipeline.UnitTests.Crypto.Certificates;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V1.MainMode;

/// <summary>Main mode with signatures, both sides together (RFC 2409 §5.1, RFC 4754, RFC 4945).</summary>
public sealed class Phase1AuthenticationTests
{
    private static readonly DateTimeOffset Now = TestAuthority.Now;

    private readonly TestAuthority _root = TestAuthority.Root();

    public static TheoryData<string, string> Suites => new()
    {
        { "rsa", "aes256-sha256-modp2048" },
        { "rsa", "aes128-sha1-modp2048" },
        { "rsa", "aes128-sha512-modp2048" },
        { "p256", "aes256-sha256-ecp256" },
        { "p384", "aes256-sha384-ecp384" },
        { "p384", "aes256-sha1-modp2048" },
        { "p521", "aes256-sha256-ecp521" },
    };

    [Theory]
    [MemberData(nameof(Suites))]
    public void Two_that_sign_believe_each_other(string kind, string suite)
    {
        using IsakmpPair pair = Begin(
            a => Signing(a, EndEntity("a.example", kind)) with { Proposals = [IsakmpPair.Ike(suite)] },
            b => Signing(b, EndEntity("b.example", kind)) with { Proposals = [IsakmpPair.Ike(suite)] });

        AssertEstablished(pair);
    }

    [Fact]
    public void A_chain_goes_with_the_identity_and_its_root_stays_at_home()
    {
        TestAuthority intermediate = _root.Ca("CN=Upper"), lower = intermediate.Ca("CN=Lower"), own = EndEntity("a.example", "rsa", lower);
        Certificate[] chain = [own.Certificate, lower.Certificate, intermediate.Certificate, _root.Certificate];

        using IsakmpPair pair = Begin(a => Signing(a, own, chain), b => Signing(b, EndEntity("b.example", "rsa")));

        AssertEstablished(pair);
        Assert.Equal(3, ((IPhase1Signer)Method(own, chain)).Chain.Count);
    }

    [Fact]
    public void Messages_3_and_4_ask_for_the_authorities_that_are_trusted()
    {
        using IsakmpPair pair = Begin(a => Signing(a, EndEntity("a.example")), b => Signing(b, EndEntity("b.example")));

        foreach (byte[] datagram in pair.Sent.Skip(2).Take(2))
        {
            Assert.True(IsakmpMessage.TryRead(datagram, out IsakmpMessage message, out _));
            CertPayload request = Assert.Single(message.Payloads.OfType<CertPayload>());
            Assert.Equal((IsakmpPayloadType.CertificateRequest, CertEncoding.X509Signature), (request.Type, request.Encoding));
            Assert.True(request.Content.Span.SequenceEqual(_root.Certificate.Subject.Encoded.Span));
        }
    }

    [Fact]
    public void Nobody_is_asked_for_a_certificate_with_a_preshared_key()
    {
        using IsakmpPair pair = new IsakmpPair().Begin();

        Assert.All(pair.Sent.Take(4), datagram =>
        {
            Assert.True(IsakmpMessage.TryRead(datagram, out IsakmpMessage message, out _));
            Assert.Empty(message.Payloads.OfType<CertPayload>());
        });
    }

    [Fact]
    public void A_key_that_is_not_that_of_the_certificate_is_found_out_and_both_sides_say_so()
    {
        TestAuthority own = EndEntity("a.example"), other = EndEntity("a.example");

        using IsakmpPair pair = Begin(
            a => Signing(a, own) with { OwnProof = new CertificateMethod([own.Certificate], Key(other)) }, b => Signing(b, EndEntity("b.example")));

        AssertRefused(pair, AuthenticationProblem.WrongSignature);
    }

    [Fact]
    public void An_expired_certificate_is_refused_with_its_dates()
    {
        TestAuthority own = EndEntity("a.example", adjust: options => options.NotAfter = Now.AddDays(-1));

        using IsakmpPair pair = Begin(a => Signing(a, own), b => Signing(b, EndEntity("b.example")));

        IkeFailure failure = AssertRefused(pair, AuthenticationProblem.CertificateRefused);
        Assert.Equal(CertificateProblem.Expired, failure.Authentication!.Certificate!.Problem);
        Assert.Contains("2030-05-31", failure.Explanation, StringComparison.Ordinal);
        Assert.Contains("has expired at 2030-05-31", Assert.Single(IsakmpPair.Failures(pair.OfA)).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revoked_certificate_is_refused()
    {
        TestAuthority own = EndEntity("a.example");

        using IsakmpPair pair = Begin(
            a => Signing(a, own),
            b => Signing(b, EndEntity("b.example")) with
            {
                PeerProofs = [new CertificateTrust(new CertificateStore([_root.Certificate], [], [_root.Revoke([own])]))],
            });

        Assert.Equal(
            CertificateProblem.Revoked, AssertRefused(pair, AuthenticationProblem.CertificateRefused).Authentication!.Certificate!.Problem);
    }

    [Fact]
    public void An_unknown_authority_is_named()
    {
        TestAuthority stranger = TestAuthority.Root("CN=Stranger");

        using IsakmpPair pair = Begin(a => Signing(a, EndEntity("a.example", issuer: stranger)), b => Signing(b, EndEntity("b.example")));

        Assert.Contains(
            "is issued by CN=Stranger", AssertRefused(pair, AuthenticationProblem.CertificateRefused).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_of_somebody_else_is_refused()
    {
        using IsakmpPair pair = Begin(a => Signing(a, EndEntity("c.example")), b => Signing(b, EndEntity("b.example")));

        Assert.Equal(
            CertificateProblem.WrongIdentity, AssertRefused(pair, AuthenticationProblem.CertificateRefused).Authentication!.Certificate!.Problem);
    }

    [Fact]
    public void An_initiator_that_does_not_believe_the_responder_tells_it()
    {
        using IsakmpPair pair = Begin(a => Signing(a, EndEntity("a.example")), b => Signing(b, EndEntity("c.example")));

        Assert.Equal(
            AuthenticationProblem.CertificateRefused, Assert.Single(IsakmpPair.Failures(pair.OfA)).Authentication!.Problem);
        Assert.True(pair.A.IsClosed && pair.B.IsClosed);
    }

    [Fact]
    public void A_key_of_another_kind_finds_no_common_proposal()
    {
        using IsakmpPair pair = Begin(a => Signing(a, EndEntity("a.example", "rsa")), b => Signing(b, EndEntity("b.example", "p256")));

        IkeFailure failure = Assert.Single(IsakmpPair.Failures(pair.OfB));
        Assert.Equal(FailureCause.NoCommonProposal, failure.Cause);
        Assert.Contains("RsaSignature", failure.Explanation, StringComparison.Ordinal);
        Assert.Contains("EcdsaSha256", failure.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_responder_with_both_kinds_takes_the_one_that_is_offered(bool signs)
    {
        ConnectionOptions Sign(ConnectionOptions b) => Signing(b, EndEntity("b.example"));

        using IsakmpPair pair = Begin(a => signs ? Signing(a, EndEntity("a.example")) : a, Sign, b => b);
        using IsakmpPair turned = Begin(a => signs ? Signing(a, EndEntity("a.example")) : a, b => b, Sign);

        AssertEstablished(pair);
        AssertEstablished(turned);
    }

    [Fact]
    public void The_authority_of_the_second_connection_counts_too()
    {
        TestAuthority second = TestAuthority.Root("CN=Second");
        CertificateTrust trust = new(new CertificateStore([second.Certificate], [], []));

        using IsakmpPair pair = Begin(
            a => Signing(a, EndEntity("a.example", issuer: second)),
            b => Signing(b, EndEntity("b.example")),
            b => Signing(b, EndEntity("b.example")) with { PeerProofs = [trust] });

        AssertEstablished(pair);
    }

    [Fact]
    public void A_connection_with_one_method_here_and_another_there_cannot_be_said()
    {
        using IsakmpPair pair = Begin(a => Signing(a, EndEntity("a.example")) with { PeerProofs = a.PeerProofs }, b => b);

        Assert.Equal(FailureCause.NoCommonProposal, Assert.Single(IsakmpPair.Failures(pair.OfA)).Cause);
        Assert.Empty(pair.Sent);
    }

    [Fact]
    public void A_long_message_that_does_not_arrive_goes_again_in_fragments_and_is_answered_so()
    {
        using IsakmpPair pair = Pair(
            a => Signing(a, EndEntity("a.example", "rsa")) with { FragmentLength = 600 },
            b => Signing(b, EndEntity("b.example", "rsa")) with { FragmentLength = 600 });
        pair.Fate = datagram => datagram.Length > 600 ? [] : [datagram];
        pair.Begin();
        Assert.Null(pair.A.Established);

        pair.Fire(ofA: true, new IkeTimer(IkeTimerKind.Retransmit));

        AssertEstablished(pair);
        Assert.Single(pair.Sent, datagram => datagram.Length > 600);
    }

    [Fact]
    public void Fragments_may_be_switched_off()
    {
        using IsakmpPair pair = Pair(
            a => Signing(a, EndEntity("a.example", "rsa")) with { FragmentLength = 600, AllowsFragments = false },
            b => Signing(b, EndEntity("b.example", "rsa")));
        pair.Fate = datagram => datagram.Length > 600 ? [] : [datagram];
        pair.Begin();

        pair.Fire(ofA: true, new IkeTimer(IkeTimerKind.Retransmit));

        Assert.Equal(2, pair.Sent.Count(datagram => datagram.Length > 600));
    }

    [Fact]
    public void Altered_messages_never_throw_and_make_no_two_believe_different_things()
    {
        TestAuthority ofA = EndEntity("a.example"), ofB = EndEntity("b.example");
        var random = new Random(5);
        for (int round = 0; round < 60; round++)
        {
            using IsakmpPair pair = Pair(a => Signing(a, ofA), b => Signing(b, ofB));
            pair.Fate = datagram => random.Next(3) == 0 ? [Altered(datagram, random), datagram] : [datagram];
            pair.Begin();

            Assert.Equal(IsakmpPair.Pairs(pair.OfA).Count, IsakmpPair.Pairs(pair.OfB).Count);
        }
    }

    private static byte[] Altered(byte[] datagram, Random random)
    {
        byte[] altered = [.. datagram];
        altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(8));
        return altered;
    }

    private static void AssertEstablished(IsakmpPair pair)
    {
        Assert.Equal(("Established", "Established"), (pair.A.StateName, pair.B.StateName));
        IsakmpPair.AssertFit(Assert.Single(IsakmpPair.Pairs(pair.OfA)), Assert.Single(IsakmpPair.Pairs(pair.OfB)));
    }

    /// <summary>B does not believe A, both say so, and nothing is left.</summary>
    private static IkeFailure AssertRefused(IsakmpPair pair, AuthenticationProblem problem)
    {
        IkeFailure failure = Assert.Single(IsakmpPair.Failures(pair.OfB)), told = Assert.Single(IsakmpPair.Failures(pair.OfA));
        Assert.Equal((IkeStep.MainMode, problem), (failure.Step, failure.Authentication!.Problem));
        Assert.Equal((IkeStep.MainMode, FailureCause.Authentication, true), (told.Step, told.Cause, told.IsByPeer));
        Assert.True(pair.A.IsClosed && pair.B.IsClosed);
        return failure;
    }

    private static IsakmpPair Begin(
        Func<ConnectionOptions, ConnectionOptions> a,
        Func<ConnectionOptions, ConnectionOptions> b,
        Func<ConnectionOptions, ConnectionOptions>? otherB = null) => Pair(a, b, otherB).Begin();

    private static IsakmpPair Pair(
        Func<ConnectionOptions, ConnectionOptions> a,
        Func<ConnectionOptions, ConnectionOptions> b,
        Func<ConnectionOptions, ConnectionOptions>? otherB = null) => new(a, b, otherB) { Now = Now };

    private ConnectionOptions Signing(ConnectionOptions options, TestAuthority own, Certificate[]? chain = null) => options with
    {
        OwnProof = Method(own, chain ?? [own.Certificate]),
        PeerProofs = [new CertificateTrust(new CertificateStore([_root.Certificate], [], []))],
    };

    private static CertificateMethod Method(TestAuthority own, Certificate[] chain) => new(chain, Key(own));

    private static PrivateKey Key(TestAuthority own)
    {
        Assert.True(PrivateKey.TryRead(own.PrivateKeyEncoded, [], allowLegacy: false, out PrivateKey? key, out _));
        return key;
    }

    private TestAuthority EndEntity(
        string name, string kind = "p256", TestAuthority? issuer = null, Action<TestAuthority.Options>? adjust = null) =>
        (issuer ?? _root).EndEntity($"CN={name}", options =>
        {
            options.Dns = [name];
            options.RsaBits = kind == "rsa" ? 2048 : 0;
            options.Curve = kind switch
            {
                "p384" => ECCurve.NamedCurves.nistP384,
                "p521" => ECCurve.NamedCurves.nistP521,
                _ => ECCurve.NamedCurves.nistP256,
            };
            adjust?.Invoke(options);
        });
}
