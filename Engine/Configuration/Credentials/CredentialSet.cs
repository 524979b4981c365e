using Pipeline.Crypto.Certificates;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;

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

    /// <summary>Erases the keys and secrets that none of these connections needs; again is harmless.</summary>
    /// <returns>True when nothing of it is left.</returns>
    public bool EraseUnused(IReadOnlyList<ConnectionSettings> connections)
    {
        ArgumentNullException.ThrowIfNull(connections);
        bool isEmpty = true;
        foreach (IDisposable secret in PresharedKeys.Select(key => (IDisposable)key.Secret).Concat(Certificates.Select(own => own.Key)))
        {
            if (connections.Any(connection => IsUsed(secret, connection.Options)))
            {
                isEmpty = false;
            }
            else
            {
                secret.Dispose();
            }
        }

        return isEmpty;
    }

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

    private static bool IsUsed(IDisposable secret, ConnectionOptions connection) =>
        connection.OwnProof.Uses(secret) || connection.PeerProofs.Any(proof => proof.Uses(secret));
}
