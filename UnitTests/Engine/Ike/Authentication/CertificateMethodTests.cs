using Pipeline.Crypto.Certificates;
using Pipeline.Crypto.Signatures;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.UnitTests.Crypto.Certificates;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Authentication;

/// <summary>RFC 7427 and RFC 7296 §2.15 with certificates, over whole negotiations.</summary>
public sealed class CertificateMethodTests
{
    // The simulated clock begins in 2026.
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestAuthority _root = TestAuthority.Root(adjust: Valid);

    [Theory]
    [InlineData(0)]
    [InlineData(2048)]
    public void A_certificate_with_an_intermediate_authority_is_believed(int rsaBits)
    {
        TestAuthority intermediate = _root.Ca(adjust: Valid), own = EndEntity(intermediate, rsaBits);

        IkeWorld world = Negotiate(own, intermediate, [_root.Certificate]);

        world.AssertSettled(childCount: 1);
        Assert.Equal("a.lab.test", world.B.Only.Peer.ToString());
    }

    [Fact]
    public void A_long_chain_travels_in_fragments()
    {
        TestAuthority intermediate = _root.Ca(adjust: Valid), own = EndEntity(intermediate, rsaBits: 2048);

        IkeWorld world = Negotiate(own, intermediate, [_root.Certificate]);

        Assert.All(world.Link.Seen, datagram => Assert.True(datagram.Length <= 1228));
        Assert.True(world.Link.Seen.Count > 4);
    }

    [Fact]
    public void An_unknown_authority_is_named()
    {
        TestAuthority stranger = TestAuthority.Root("CN=Stranger", Valid), own = EndEntity(stranger, rsaBits: 0);

        IkeWorld world = Negotiate(own, stranger, [_root.Certificate]);

        AuthenticationVerdict verdict = Assert.Single(world.B.Failures).Authentication!;
        Assert.Equal(AuthenticationProblem.CertificateRefused, verdict.Problem);
        Assert.False(verdict.Certificate!.IsTrusted);
        Assert.Contains("is issued by CN=Stranger, whose certificate is not at hand", world.B.Failures[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("to \"credentials.trustAnchors\" or \"credentials.intermediates\" if you trust it", world.B.Failures[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_revoked_certificate_is_refused_with_the_time()
    {
        TestAuthority own = EndEntity(_root, rsaBits: 0);
        RevocationList list = _root.Revoke([own], Start, Start.AddYears(5));

        IkeWorld world = Negotiate(own, _root, [_root.Certificate], list);

        Assert.Equal(CertificateProblem.Revoked, Assert.Single(world.B.Failures).Authentication!.Certificate!.Problem);
        Assert.Contains("the certificate of CN=a.lab.test was revoked at 20", world.B.Failures[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("give the peer another one, and ask why", world.B.Failures[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_expired_certificate_is_refused_with_its_dates()
    {
        TestAuthority own = _root.EndEntity("CN=a.lab.test", options =>
        {
            Valid(options);
            options.NotAfter = Start.AddDays(1);
            options.Dns = ["a.lab.test"];
        });

        IkeWorld world = Negotiate(own, _root, [_root.Certificate]);

        Assert.Equal(CertificateProblem.Expired, Assert.Single(world.B.Failures).Authentication!.Certificate!.Problem);
        Assert.Contains("2025-01-02", world.B.Failures[0].Explanation, StringComparison.Ordinal);
        Assert.Contains("the certificate of CN=a.lab.test has expired", world.B.Failures[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("renew the certificate of CN=a.lab.test", world.B.Failures[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_is_not_believed_hears_that_its_own_certificate_has_expired(bool begins)
    {
        TestAuthority own = _root.EndEntity("CN=a.lab.test", options =>
        {
            Valid(options);
            options.NotAfter = Start.AddDays(1);
            options.Dns = ["a.lab.test"];
        });

        IkeWorld world = Negotiate(own, _root, new CertificateTrust(new CertificateStore([_root.Certificate], [], [])), begins);

        IkeFailure told = Assert.Single(world.A.Failures);
        Assert.True(told.IsByPeer);
        Assert.Contains("CN=a.lab.test has expired at 2025-01-02", told.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_of_somebody_else_is_refused()
    {
        TestAuthority own = EndEntity(_root, rsaBits: 0, "other.lab.test");

        IkeWorld world = Negotiate(own, _root, [_root.Certificate]);

        Assert.Equal(CertificateProblem.WrongIdentity, Assert.Single(world.B.Failures).Authentication!.Certificate!.Problem);
        Assert.Contains("give the peer a certificate that names a.lab.test", world.B.Failures[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_revocation_list_that_comes_later_counts_for_the_next_proof()
    {
        TestAuthority own = EndEntity(_root, rsaBits: 0);
        RevocationList list = _root.Revoke([own], Start, Start.AddYears(5));
        var trust = new CertificateTrust(new CertificateStore([_root.Certificate], [], []));
        var renewed = new CertificateTrust(new CertificateStore([_root.Certificate], [], [list]));
        Assert.True(trust.IsSameAs(renewed));

        Negotiate(own, _root, trust).AssertSettled(childCount: 1);
        trust.Renew(renewed);
        IkeWorld world = Negotiate(own, _root, trust);

        Assert.Equal(CertificateProblem.Revoked, Assert.Single(world.B.Failures).Authentication!.Certificate!.Problem);
    }

    /// <summary>A proves by certificate, B by preshared key: methods may differ by side.</summary>
    private static IkeWorld Negotiate(TestAuthority own, TestAuthority issuer, Certificate[] anchors, params RevocationList[] lists) =>
        Negotiate(own, issuer, new CertificateTrust(new CertificateStore(anchors, [], lists)));

    private static IkeWorld Negotiate(TestAuthority own, TestAuthority issuer, CertificateTrust trust, bool ownerBegins = true)
    {
        Assert.True(PrivateKey.TryRead(own.PrivateKeyEncoded, [], allowLegacy: false, out PrivateKey? key, out _));
        IkeWorld world = IkeWorld.Create(
            a => a with
            {
                LocalIdentity = IkeWorld.Identity("a.lab.test"),
                OwnProof = new CertificateMethod([own.Certificate, issuer.Certificate], key),
            },
            b => b with { RemoteIdentity = IkeWorld.Identity("a.lab.test"), PeerProofs = [trust] });
        (ownerBegins ? world.A : world.B).Initiate();
        world.Settle();
        return world;
    }

    private static TestAuthority EndEntity(TestAuthority issuer, int rsaBits, string name = "a.lab.test") =>
        issuer.EndEntity($"CN={name}", options =>
        {
            Valid(options);
            options.RsaBits = rsaBits;
            options.Dns = [name];
        });

    private static void Valid(TestAuthority.Options options) => (options.NotBefore, options.NotAfter) = (Start, Start.AddYears(5));
}
