using System.Globalization;
using Pipeline.Crypto.Certificates;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>Says in words why a peer's certificate is not believed, and what would help.</summary>
internal static class CertificateExplanation
{
    /// <summary>One sentence: which certificate stands in the way, and why.</summary>
    public static string Of(CertificateVerdict verdict)
    {
        Certificate certificate = verdict.Certificate;
        return $"the peer's certificate is not believed: {certificate} " + verdict.Problem switch
        {
            CertificateProblem.UnknownIssuer => $"was issued by {certificate.Issuer}, which is unknown here and was not sent",
            CertificateProblem.NotAnAnchor => "is self-signed and no trust anchor",
            CertificateProblem.PathTooLong => "has too many authorities above it",
            CertificateProblem.NotYetValid => $"is not valid before {Date(certificate.NotBefore)}",
            CertificateProblem.Expired => $"expired on {Date(certificate.NotAfter)}",
            CertificateProblem.Revoked => $"was revoked{(verdict.RevokedAt is { } at ? $" on {Date(at)}" : "")} by {certificate.Issuer}",
            CertificateProblem.RevocationUnknown => $"may be revoked: there is no list of {certificate.Issuer}",
            CertificateProblem.RevocationOutdated => $"may be revoked: the list of {certificate.Issuer} is out of date",
            CertificateProblem.WrongIdentity => "does not name the identity that the peer claims",
            _ => $"has the problem {verdict.Problem}",
        };
    }

    /// <summary>What would help; null when nothing is known.</summary>
    public static string? Suggest(CertificateVerdict verdict)
    {
        Certificate certificate = verdict.Certificate;
        return verdict.Problem switch
        {
            CertificateProblem.UnknownIssuer =>
                $"add the certificate of {certificate.Issuer} to credentials.trustAnchors, or to intermediates if a trust anchor is above it",
            CertificateProblem.NotAnAnchor => $"add {certificate} to credentials.trustAnchors, if you trust it",
            CertificateProblem.NotYetValid => "compare the clocks of both sides",
            CertificateProblem.Expired => $"have {certificate.Issuer} renew it, or set the clock of this machine right",
            CertificateProblem.Revoked => $"have {certificate.Issuer} issue another certificate for the peer",
            CertificateProblem.RevocationUnknown or CertificateProblem.RevocationOutdated =>
                $"add a new list of {certificate.Issuer} to credentials.revocationLists, or set credentials.revocation to \"ifAvailable\"",
            CertificateProblem.WrongIdentity =>
                "set the peer's identity to its certificate's subject or to one of its alternative names, and remoteIdentity here to the same",
            CertificateProblem.WeakKey or CertificateProblem.WeakSignature => $"have {certificate.Issuer} issue a stronger one",
            _ => null,
        };
    }

    /// <summary>A moment, as logs show it.</summary>
    internal static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
