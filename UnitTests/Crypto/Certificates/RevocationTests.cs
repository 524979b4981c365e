using Pipeline.Crypto.Certificates;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Certificates;

/// <summary>RFC 5280 §5 and §6.3: what a list says, whose list it is, and how old it may be.</summary>
public sealed class RevocationTests
{
    private readonly TestAuthority _root = TestAuthority.Root();

    [Theory]
    [InlineData(RevocationPolicy.IfAvailable)]
    [InlineData(RevocationPolicy.Strict)]
    public void A_revoked_certificate_is_refused_and_the_day_is_told(RevocationPolicy policy)
    {
        TestAuthority leaf = _root.EndEntity(), good = _root.EndEntity();
        RevocationList list = _root.Revoke([leaf]);

        CertificateVerdict verdict = Check(policy, leaf, [list]);

        Assert.Equal(CertificateProblem.Revoked, verdict.Problem);
        Assert.Equal(TestAuthority.Now.AddDays(-3), verdict.RevokedAt);
        Assert.True(Check(policy, good, [list]).IsTrusted);
    }

    [Fact]
    public void A_revoked_CA_takes_its_certificates_with_it()
    {
        TestAuthority ca = _root.Ca();

        CertificateVerdict verdict = Check(RevocationPolicy.IfAvailable, ca.EndEntity(), [_root.Revoke([ca])], ca);

        Assert.Equal((CertificateProblem.Revoked, ca.Certificate), (verdict.Problem, verdict.Certificate));
    }

    [Fact]
    public void Strict_needs_a_list_of_every_issuer()
    {
        TestAuthority ca = _root.Ca(), leaf = ca.EndEntity();

        Assert.Equal(CertificateProblem.RevocationUnknown, Check(RevocationPolicy.Strict, leaf, [], ca).Problem);
        Assert.Equal(CertificateProblem.RevocationUnknown, Check(RevocationPolicy.Strict, leaf, [ca.Revoke([])], ca).Problem);
        Assert.True(Check(RevocationPolicy.Strict, leaf, [ca.Revoke([]), _root.Revoke([])], ca).IsTrusted);
        Assert.True(Check(RevocationPolicy.IfAvailable, leaf, [], ca).IsTrusted);
    }

    [Fact]
    public void A_list_that_is_out_of_date_is_not_enough_for_strict_but_still_revokes()
    {
        TestAuthority leaf = _root.EndEntity(), good = _root.EndEntity();
        RevocationList old = _root.Revoke([leaf], TestAuthority.Now.AddDays(-9), TestAuthority.Now.AddDays(-2));

        Assert.Equal(CertificateProblem.RevocationOutdated, Check(RevocationPolicy.Strict, good, [old]).Problem);
        Assert.True(Check(RevocationPolicy.IfAvailable, good, [old]).IsTrusted);
        Assert.Equal(CertificateProblem.Revoked, Check(RevocationPolicy.IfAvailable, leaf, [old]).Problem);
    }

    [Fact]
    public void The_newest_list_counts()
    {
        TestAuthority leaf = _root.EndEntity();
        RevocationList old = _root.Revoke([], TestAuthority.Now.AddDays(-5)), newer = _root.Revoke([leaf]);

        Assert.Equal(CertificateProblem.Revoked, Check(RevocationPolicy.Strict, leaf, [old, newer]).Problem);
    }

    [Fact]
    public void A_list_of_somebody_else_says_nothing()
    {
        TestAuthority leaf = _root.EndEntity();
        RevocationList forged = TestAuthority.Root().Revoke([leaf]);

        Assert.True(Check(RevocationPolicy.IfAvailable, leaf, [forged]).IsTrusted);
        Assert.Equal(CertificateProblem.RevocationUnknown, Check(RevocationPolicy.Strict, leaf, [forged]).Problem);
    }

    [Fact]
    public void Damaged_lists_never_throw()
    {
        byte[] list = _root.RevokeEncoded([_root.EndEntity(), _root.EndEntity()]);
        var random = new Random(5);
        for (int round = 0; round < 4000; round++)
        {
            byte[] damaged = [.. list];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));

            _ = RevocationList.TryRead(damaged.AsSpan(0, random.Next(4) == 0 ? random.Next(damaged.Length) : damaged.Length), out _);
        }
    }

    private CertificateVerdict Check(
        RevocationPolicy policy, TestAuthority leaf, RevocationList[] lists, params TestAuthority[] sent) => CertificateCheck.Check(
        new CertificateStore([_root.Certificate], [], lists),
        leaf.Certificate,
        [.. sent.Select(one => one.Certificate)],
        new CertificateRules { At = TestAuthority.Now, Revocation = policy });
}
