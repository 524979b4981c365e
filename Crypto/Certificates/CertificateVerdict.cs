using System.Globalization;

namespace Pipeline.Crypto.Certificates;

/// <summary>What came of a check: a path to an anchor, or the certificate that stands in the way and why.</summary>
public sealed record CertificateVerdict
{
    /// <summary>Why it is not believed; None when it is.</summary>
    public required CertificateProblem Problem { get; init; }

    /// <summary>The certificate that has the problem; the end entity's when there is none. Its subject and dates explain.</summary>
    public required Certificate Certificate { get; init; }

    /// <summary>From the end entity to the anchor when believed, else as far as the search came.</summary>
    public required IReadOnlyList<Certificate> Path { get; init; }

    /// <summary>When <see cref="Certificate"/> was revoked; null unless that is the problem.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>True when the end entity's public key may be believed.</summary>
    public bool IsTrusted => Problem == CertificateProblem.None;

    /// <summary>The first moment at which a certificate of the path is not valid any more.</summary>
    public DateTimeOffset ValidUntil => Path.Min(certificate => certificate.NotAfter);

    /// <summary>One line: the problem, the subject, and the dates.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Problem}: {Certificate.Subject}, valid {Certificate.NotBefore:u} to {Certificate.NotAfter:u}");
}
