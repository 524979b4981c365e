using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pipeline.Crypto.Certificates;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Certificates;

/// <summary>RFC 5280 §6, RFC 4945 §5: what is believed, and the exact reason when something is not.</summary>
public sealed class CertificateCheckTests
{
    private static readonly CertificateRules Rules = new() { At = TestAuthority.Now };

    private readonly TestAuthority _root = TestAuthority.Root(adjust: options =>
        (options.NotBefore, options.NotAfter) = (TestAuthority.Now.AddYears(-10), TestAuthority.Now.AddYears(10)));

    [Fact]
    public void A_path_through_sent_and_stored_intermediates_is_found()
    {
        TestAuthority stored = _root.Ca("CN=Stored"), sent = stored.Ca("CN=Sent"), leaf = sent.EndEntity();
        var store = new CertificateStore([_root.Certificate], [stored.Certificate], []);

        CertificateVerdict verdict = CertificateCheck.Check(store, leaf.Certificate, [sent.Certificate], Rules);

        Assert.True(verdict.IsTrusted);
        Assert.Equal(
            ["CN=b.lab.test", "CN=Sent", "CN=Stored", "CN=Root"],
            verdict.Path.Select(certificate => certificate.Subject.ToString().Split(", ")[^1]));
        Assert.Equal(TestAuthority.Now.AddYears(1), verdict.ValidUntil);
    }

    [Fact]
    public void RSA_certificates_are_believed_too()
    {
        TestAuthority root = TestAuthority.Root(adjust: options => options.RsaBits = 2048);
        TestAuthority leaf = root.EndEntity(adjust: options => (options.RsaBits, options.Hash) = (2048, HashAlgorithmName.SHA512));

        Assert.Equal(CertificateProblem.None, Check(root, leaf).Problem);
        Assert.Equal(2048, leaf.Certificate.Key!.Bits);
    }

    [Fact]
    public void Any_of_several_anchors_will_do_unless_the_rules_name_some()
    {
        TestAuthority other = TestAuthority.Root("CN=Other"), leaf = other.EndEntity();
        var store = new CertificateStore([_root.Certificate, other.Certificate], [], []);

        Assert.True(CertificateCheck.Check(store, leaf.Certificate, [], Rules).IsTrusted);
        Assert.Equal(
            CertificateProblem.UnknownIssuer,
            CertificateCheck.Check(store, leaf.Certificate, [], Rules with { Anchors = [_root.Certificate] }).Problem);
    }

    [Fact]
    public void A_pinned_end_entity_needs_no_CA()
    {
        TestAuthority leaf = _root.EndEntity();
        var store = new CertificateStore([leaf.Certificate], [], []);

        Assert.True(CertificateCheck.Check(store, leaf.Certificate, [], Rules).IsTrusted);
    }

    [Fact]
    public void A_stranger_is_refused()
    {
        TestAuthority strange = TestAuthority.Root("CN=Strange"), leaf = strange.EndEntity();

        Assert.Equal((CertificateProblem.UnknownIssuer, leaf.Certificate), Outcome(Check(_root, leaf)));
        Assert.Equal((CertificateProblem.NotAnAnchor, strange.Certificate), Outcome(Check(_root, leaf, strange)));
    }

    [Fact]
    public void A_CA_that_only_has_the_anchors_name_is_refused()
    {
        TestAuthority impostor = TestAuthority.Root(), leaf = impostor.EndEntity();

        // Key identifiers tell them apart; the impostor's own certificate is then said to be the anchor's, and is not.
        Assert.Equal(CertificateProblem.UnknownIssuer, Check(_root, leaf).Problem);
        Assert.Equal((CertificateProblem.BadSignature, impostor.Certificate), Outcome(Check(_root, leaf, impostor)));
    }

    [Fact]
    public void A_changed_certificate_is_refused()
    {
        byte[] changed = _root.EndEntity().Encoded;
        changed[^1] ^= 1;

        CertificateVerdict verdict = Check(_root, TestAuthority.Read(changed));

        Assert.Equal(CertificateProblem.BadSignature, verdict.Problem);
    }

    [Fact]
    public void Times_are_those_of_the_caller_and_the_last_second_counts()
    {
        TestAuthority leaf = _root.EndEntity(adjust: options => options.NotAfter = TestAuthority.Now.AddDays(1));

        Assert.Equal(CertificateProblem.None, At(leaf, TestAuthority.Now.AddDays(1)));
        Assert.Equal(CertificateProblem.Expired, At(leaf, TestAuthority.Now.AddDays(1).AddSeconds(1)));
        Assert.Equal(CertificateProblem.NotYetValid, At(leaf, TestAuthority.Now.AddYears(-1).AddSeconds(-1)));
    }

    [Fact]
    public void An_expired_CA_is_named()
    {
        TestAuthority ca = _root.Ca(adjust: options => options.NotAfter = TestAuthority.Now.AddDays(-1));

        CertificateVerdict verdict = Check(_root, ca.EndEntity(), ca);

        Assert.Equal((CertificateProblem.Expired, ca.Certificate), Outcome(verdict));
        Assert.Equal("Expired: CN=Intermediate, valid 2029-06-01 12:00:00Z to 2030-05-31 12:00:00Z", verdict.ToString());
    }

    [Fact]
    public void An_expired_anchor_is_no_anchor()
    {
        TestAuthority old = TestAuthority.Root(adjust: options => options.NotAfter = TestAuthority.Now.AddDays(-1));

        Assert.Equal(CertificateProblem.Expired, Check(old, old.EndEntity()).Problem);
    }

    [Fact]
    public void An_end_entity_does_not_issue()
    {
        TestAuthority leaf = _root.EndEntity("CN=Leaf"), below = leaf.EndEntity();

        Assert.Equal((CertificateProblem.NotACa, leaf.Certificate), Outcome(Check(_root, below, leaf)));
    }

    [Fact]
    public void A_CA_that_may_not_sign_certificates_is_refused()
    {
        TestAuthority ca = _root.Ca(adjust: options => options.Usage = X509KeyUsageFlags.CrlSign);

        Assert.Equal((CertificateProblem.WrongKeyUsage, ca.Certificate), Outcome(Check(_root, ca.EndEntity(), ca)));
    }

    [Fact]
    public void The_path_length_of_a_CA_is_kept()
    {
        TestAuthority ca = _root.Ca("CN=A", options => options.PathLength = 0), below = ca.Ca("CN=B");

        Assert.Equal(CertificateProblem.None, Check(_root, ca.EndEntity(), ca).Problem);
        Assert.Equal((CertificateProblem.TooManyCasBelow, ca.Certificate), Outcome(Check(_root, below.EndEntity(), ca, below)));
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.DigitalSignature, CertificateProblem.None)]
    [InlineData(X509KeyUsageFlags.NonRepudiation, CertificateProblem.None)]
    [InlineData(X509KeyUsageFlags.KeyEncipherment, CertificateProblem.WrongKeyUsage)]
    public void The_key_of_an_end_entity_must_be_for_signatures(X509KeyUsageFlags usage, CertificateProblem expected)
    {
        Assert.Equal(expected, Check(_root, _root.EndEntity(adjust: options => options.Usage = usage)).Problem);
    }

    [Theory]
    [InlineData(null, CertificateProblem.None)]
    [InlineData("1.3.6.1.5.5.7.3.17", CertificateProblem.None)]
    [InlineData("1.3.6.1.5.5.7.3.1", CertificateProblem.None)]
    [InlineData("1.3.6.1.5.5.7.3.2", CertificateProblem.None)]
    [InlineData("2.5.29.37.0", CertificateProblem.None)]
    [InlineData("1.3.6.1.5.5.7.3.4", CertificateProblem.WrongPurpose)] // e-mail
    public void An_extended_key_usage_must_be_one_that_peers_use(string? purpose, CertificateProblem expected)
    {
        TestAuthority leaf = _root.EndEntity(adjust: options => options.Purposes = purpose is null ? [] : [purpose]);

        Assert.Equal(expected, Check(_root, leaf).Problem);
    }

    [Fact]
    public void What_is_critical_and_unknown_is_refused()
    {
        byte[] value = [0x30, 0x00];
        TestAuthority strange = _root.EndEntity(adjust: options => options.More = [new X509Extension("1.2.3.4", value, true)]);
        TestAuthority harmless = _root.EndEntity(adjust: options => options.More = [new X509Extension("1.2.3.4", value, false)]);
        TestAuthority constrained = _root.Ca(adjust: options => options.More = [new X509Extension("2.5.29.30", value, true)]);

        Assert.Equal(CertificateProblem.UnknownCriticalExtension, Check(_root, strange).Problem);
        Assert.Equal(CertificateProblem.None, Check(_root, harmless).Problem);
        Assert.Equal(CertificateProblem.NameConstraints, Check(_root, constrained.EndEntity(), constrained).Problem);
    }

    [Fact]
    public void Weak_keys_and_signatures_are_believed_as_legacy_only()
    {
        TestAuthority sha1 = _root.EndEntity(adjust: options => options.Hash = HashAlgorithmName.SHA1);
        TestAuthority shortKey = _root.EndEntity(adjust: options => options.RsaBits = 1024);

        Assert.Equal(CertificateProblem.WeakSignature, Check(_root, sha1).Problem);
        Assert.Equal(CertificateProblem.WeakKey, Check(_root, shortKey).Problem);
        var store = new CertificateStore([_root.Certificate], [], []);
        Assert.True(CertificateCheck.Check(store, sha1.Certificate, [], Rules with { AllowLegacy = true }).IsTrusted);
        Assert.True(CertificateCheck.Check(store, shortKey.Certificate, [], Rules with { AllowLegacy = true }).IsTrusted);
    }

    [Fact]
    public void The_longest_path_has_eight_certificates()
    {
        var cas = new List<TestAuthority> { _root };
        for (int level = 1; level < CertificateCheck.LongestPath; level++)
        {
            cas.Add(cas[^1].Ca($"CN=Level {level}"));
        }

        TestAuthority eighth = cas[^2].EndEntity(), ninth = cas[^1].EndEntity();

        Assert.Equal(CertificateCheck.LongestPath, Check(_root, eighth, [.. cas]).Path.Count);
        Assert.Equal(CertificateProblem.PathTooLong, Check(_root, ninth, [.. cas]).Problem);
    }

    [Fact]
    public void Loops_and_crowds_end_soon()
    {
        // Twenty CAs of one name, each certified by another: any of them may follow any other.
        TestAuthority first = TestAuthority.Root("CN=Crowd");
        var crowd = new List<TestAuthority> { first };
        for (int member = 1; member < 20; member++)
        {
            crowd.Add(crowd[^1].Ca("CN=Crowd"));
        }

        CertificateVerdict verdict = Check(_root, crowd[^1].EndEntity(), [.. crowd]);

        Assert.False(verdict.IsTrusted);
        Assert.True(verdict.Path.Count <= CertificateCheck.LongestPath);
    }

    [Fact]
    public void Only_the_first_sixteen_sent_certificates_count()
    {
        TestAuthority ca = _root.Ca();
        Certificate filler = TestAuthority.Root("CN=Filler").Certificate;
        var store = new CertificateStore([_root.Certificate], [], []);
        Certificate leaf = ca.EndEntity().Certificate;

        Assert.True(CertificateCheck.Check(store, leaf, [.. Enumerable.Repeat(filler, 15), ca.Certificate], Rules).IsTrusted);
        Assert.False(CertificateCheck.Check(store, leaf, [.. Enumerable.Repeat(filler, 16), ca.Certificate], Rules).IsTrusted);
    }

    [Fact]
    public void A_believed_certificate_of_somebody_else_is_named_so()
    {
        TestAuthority leaf = _root.EndEntity();
        var store = new CertificateStore([_root.Certificate], [], []);
        Assert.True(GeneralName.TryDns("B.LAB.test", out GeneralName? right));
        Assert.True(GeneralName.TryDns("a.lab.test", out GeneralName? wrong));

        Assert.True(CertificateCheck.Check(store, leaf.Certificate, [], Rules with { Identity = right }).IsTrusted);
        Assert.Equal(
            CertificateProblem.WrongIdentity,
            CertificateCheck.Check(store, leaf.Certificate, [], Rules with { Identity = wrong }).Problem);
    }

    private static CertificateVerdict Check(TestAuthority anchor, TestAuthority leaf, params TestAuthority[] sent) =>
        Check(anchor, leaf.Certificate, sent);

    private static CertificateVerdict Check(TestAuthority anchor, Certificate leaf, params TestAuthority[] sent) =>
        CertificateCheck.Check(
            new CertificateStore([anchor.Certificate], [], []), leaf, [.. sent.Select(one => one.Certificate)], Rules);

    private static (CertificateProblem Problem, Certificate Certificate) Outcome(CertificateVerdict verdict) =>
        (verdict.Problem, verdict.Certificate);

    private CertificateProblem At(TestAuthority leaf, DateTimeOffset time) => CertificateCheck.Check(
        new CertificateStore([TestAuthority.Read(_root.Encoded)], [], []), leaf.Certificate, [], new CertificateRules { At = time }).Problem;
}
