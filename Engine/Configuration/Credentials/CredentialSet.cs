using Pipeline.Crypto.Certificates;

namespace Pipeline.Engine.Configuration.Credentials;

/// <summary>All credentials of a configuration. <see cref="Dispose"/> erases the secrets, when no connection uses them any more.</summary>
public sealed class CredentialSet : IDisposable
{
    /// <summary>Secrets shared with peers.</summary>
    public IReadOnlyList<PresharedKey> PresharedKeys { get; init; } = [];

    /// <summary>Our certificates.</summary>
    public IReadOnlyList<OwnCertificate> Certificates { get; init; } = [];

    /// <summary>Anchors, intermediates and revocation lists.</summary>
    public CertificateStore Store { get; init; } = new([], [], []);

    /// <summary>How much must be known about revocation.</summary>
    public RevocationPolicy Revocation { get; init; } = RevocationPolicy.IfAvailable;

    /// <summary>Erases keys and secrets; again is harmless.</summary>
    public void Dispose()
    {
        foreach (PresharedKey key in PresharedKeys)
        {
            key.Secret.Dispose();
        }

        foreach (OwnCertificate certificate in Certificates)
        {
            certificate.Key.Dispose();
        }
    }
}
