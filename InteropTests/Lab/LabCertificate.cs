using System.Security.Cryptography.X509Certificates;

namespace Pipeline.InteropTests.Lab;

/// <summary>A certificate of a gateway, with its key and the CAs between it and the root.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Key">Its key.</param>
/// <param name="Intermediates">The CAs above it, the nearest first, without the root.</param>
public sealed record LabCertificate(X509Certificate2 Certificate, LabKey Key, IReadOnlyList<X509Certificate2> Intermediates)
{
    /// <summary>Bytes of the certificate and of the CAs between it and the root, as they are sent.</summary>
    public int ChainLength => Certificate.RawData.Length + Intermediates.Sum(certificate => certificate.RawData.Length);
}
