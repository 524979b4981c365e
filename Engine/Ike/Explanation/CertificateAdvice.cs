using System.Globalization;
using Pipeline.Crypto.Certificates;

namespace Pipeline.Engine.Ike.Explanation;

/// <summary>Why a certificate is not believed, and what to do about it.</summary>
internal static class CertificateAdvice
{
    /// <summary>What is wrong with it, with its subject and its dates.</summary>
    internal static string Problem(CertificateVerdict verdict)
    {
        string what = verdict.Problem switch
        {
            CertificateProblem.UnknownIssuer => $"is issued by {verdict.Certificate.Issuer}, whose certificate is not at hand",
            CertificateProblem.NotAnAnchor => "is self-signed, and no trust anchor of yours",
            CertificateProblem.Expired => "has expired",
            CertificateProblem.NotYetValid => "is not valid yet",
            CertificateProblem.Revoked => string.Create(CultureInfo.InvariantCulture, $"was revoked at {verdict.RevokedAt:u}"),
            CertificateProblem.RevocationUnknown => "may be revoked: there is no list of its issuer, and one is demanded",
            CertificateProblem.RevocationOutdated => "may be revoked: the list of its issuer is out of date, and a current one is demanded",
            CertificateProblem.WrongIdentity => "is good, but does not name the peer's identity",
            CertificateProblem.BadSignature => "has a signature that is not its issuer's",
            CertificateProblem.WeakSignature => "is signed with SHA-1",
            CertificateProblem.WeakKey => "has an RSA key under 2048 bits",
            CertificateProblem.NotACa => "has issued another one without being a CA",
            CertificateProblem.WrongKeyUsage => "has a key usage that forbids this use",
            CertificateProblem.WrongPurpose => "has an extended key usage for another purpose",
            _ => $"is refused ({verdict.Problem})",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the certificate of {verdict.Certificate.Subject} {what}; "
            + $"it is valid {verdict.Certificate.NotBefore:u} to {verdict.Certificate.NotAfter:u}");
    }

    /// <summary>The advice; for an unknown problem, or without a verdict, a general one.</summary>
    /// <param name="verdict">What came of the check.</param>
    /// <param name="peer">Who the peer says it is.</param>
    internal static string For(CertificateVerdict? verdict, IkeIdentity? peer) => verdict?.Problem switch
    {
        CertificateProblem.UnknownIssuer =>
            $"add the certificate of {verdict.Certificate.Issuer} to \"credentials.trustAnchors\" or \"credentials.intermediates\" if you trust it, "
            + "or let the peer send its whole chain",
        CertificateProblem.NotAnAnchor =>
            $"add {verdict.Certificate.Subject} to \"credentials.trustAnchors\" if you trust it, "
            + "or give the peer a certificate of an authority of yours",
        CertificateProblem.Expired => $"renew the certificate of {verdict.Certificate.Subject}, and see that the clocks of both sides are right",
        CertificateProblem.NotYetValid => "see that the clocks of both sides are right, or wait",
        CertificateProblem.Revoked =>
            $"{verdict.Certificate.Issuer} has taken the certificate back: give the peer another one, and ask why",
        CertificateProblem.RevocationUnknown or CertificateProblem.RevocationOutdated =>
            $"add a current list of {verdict.Certificate.Issuer} to \"credentials.revocationLists\"",
        CertificateProblem.WrongIdentity or CertificateProblem.None =>
            $"give the peer a certificate that names {peer}, or an identity that its certificate names",
        CertificateProblem.WeakSignature or CertificateProblem.WeakKey => "give the peer a certificate with SHA-2 and a key of 2048 bits or more",
        CertificateProblem.WrongKeyUsage or CertificateProblem.WrongPurpose or CertificateProblem.NotACa =>
            $"issue the certificate of {verdict.Certificate.Subject} anew with the right key usage",
        _ => "renew the peer's certificate, or add the authority that issued it",
    };
}
