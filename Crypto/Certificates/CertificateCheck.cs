using Pipeline.Crypto.Signatures;

namespace Pipeline.Crypto.Certificates;

/// <summary>Decides whether a certificate is believed: path, times, usages, revocation, name (RFC 5280 §6, RFC 4945 §5).</summary>
/// <remarks>Pure: the time is given, nothing is fetched. Safe on all threads.</remarks>
public static class CertificateCheck
{
    /// <summary>Certificates in the longest path, end entity and anchor included.</summary>
    public const int LongestPath = 8;

    /// <summary>How many certificates of those that a peer sent are considered, its own not counted.</summary>
    public const int MostSent = 16;

    // RFC 4945 §5.1.3.12 names ipsecIKE and anyExtendedKeyUsage; CAs that know TLS only put in the other two.
    private static readonly string[] GoodPurposes =
        ["1.3.6.1.5.5.7.3.17", "2.5.29.37.0", "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"];

    /// <summary>Checks an end entity's certificate.</summary>
    /// <param name="store">Anchors, intermediates, revocation lists.</param>
    /// <param name="endEntity">The certificate whose key signed, the first that a peer sends (RFC 7296 §3.6).</param>
    /// <param name="sent">What else the peer sent, in any order; only the first <see cref="MostSent"/> count.</param>
    /// <param name="rules">Time, identity, anchors, policy.</param>
    public static CertificateVerdict Check(
        CertificateStore store, Certificate endEntity, IReadOnlyList<Certificate> sent, CertificateRules rules)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(endEntity);
        ArgumentNullException.ThrowIfNull(sent);
        ArgumentNullException.ThrowIfNull(rules);

        CertificateProblem problem = ProblemOfEndEntity(endEntity, rules);
        if (problem != CertificateProblem.None)
        {
            return new CertificateVerdict { Problem = problem, Certificate = endEntity, Path = [endEntity] };
        }

        CertificateVerdict verdict = new PathSearch(store, sent, rules).Run(endEntity);
        return verdict.IsTrusted && rules.Identity is { } identity && !endEntity.HasName(identity)
            ? verdict with { Problem = CertificateProblem.WrongIdentity }
            : verdict;
    }

    /// <summary>What every certificate of a path needs: validity, a key that counts, no extension that we do not know.</summary>
    internal static CertificateProblem ProblemOfAny(Certificate certificate, CertificateRules rules)
    {
        if (rules.At < certificate.NotBefore)
        {
            return CertificateProblem.NotYetValid;
        }

        if (rules.At > certificate.NotAfter)
        {
            return CertificateProblem.Expired;
        }

        if (certificate.Key is not { } key)
        {
            return CertificateProblem.UnknownKey;
        }

        if (!rules.AllowLegacy && key.Kind == KeyKind.Rsa && key.Bits < RsaVerifier.ShortestModern)
        {
            return CertificateProblem.WeakKey;
        }

        return certificate.Extensions.HasUnknownCritical ? CertificateProblem.UnknownCriticalExtension : CertificateProblem.None;
    }

    private static CertificateProblem ProblemOfEndEntity(Certificate certificate, CertificateRules rules)
    {
        CertificateProblem problem = ProblemOfAny(certificate, rules);
        CertificateExtensions extensions = certificate.Extensions;
        if (problem != CertificateProblem.None)
        {
            return problem;
        }

        // RFC 4945 §5.1.3.2: either bit will do.
        if (!extensions.Allows(KeyUsageBit.DigitalSignature) && !extensions.Allows(KeyUsageBit.NonRepudiation))
        {
            return CertificateProblem.WrongKeyUsage;
        }

        return extensions.Purposes is { } purposes && !purposes.Exists(GoodPurposes.Contains)
            ? CertificateProblem.WrongPurpose
            : CertificateProblem.None;
    }
}
