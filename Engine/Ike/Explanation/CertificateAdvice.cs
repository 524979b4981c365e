using Pipeline.Crypto.Certificates;

namespace Pipeline.Engine.Ike.Explanation;

/// <summary>What to do about a certificate that is not believed.</summary>
internal static class CertificateAdvice
{
    /// <summary>The advice; for an unknown problem, or without a verdict, a general one.</summary>
    /// <param name="verdict">What came of the check.</param>
    /// <param name="peer">Who the peer says it is.</param>
    internal static string For(CertificateVerdict? verdict, IkeIdentity? peer) => verdict?.Problem switch
    {
        CertificateProblem.UnknownIssuer =>
            $"add the certificate of {verdict.Certificate.Issuer} to \"credentials.trustAnchors\" or \"credentials.intermediates\" if you trust it, "
            + "or let the peer send its whole chain",
        CertificateProblem.NotAnAnchor =>
            $"add {verdict.Certificate.Subject} to \"credentials.trustAnchors\" if you trust it, or give the peer a certificate of an authority of yours",
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
