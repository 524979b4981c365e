using Pipeline.Crypto.Certificates;
using Pipeline.Crypto.Signatures;
using Pipeline.Engine.Ike;

namespace Pipeline.Engine.Configuration.Credentials;

/// <summary>A certificate of ours, with its key.</summary>
/// <param name="Name">By which connections may name it; null when it is found by its names.</param>
/// <param name="Chain">The certificate, then the CAs between it and an anchor, as far as they are known.</param>
/// <param name="Key">Its private key.</param>
public sealed record OwnCertificate(string? Name, IReadOnlyList<Certificate> Chain, PrivateKey Key)
{
    /// <summary>The certificate itself.</summary>
    public Certificate Certificate => Chain[0];

    /// <summary>True when the certificate is made out to that identity.</summary>
    public bool IsFor(IkeIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity.ToGeneralName() is { } name && Certificate.HasName(name);
    }

    /// <summary>Its name or its subject, never the key.</summary>
    public override string ToString() => Name ?? Certificate.ToString();
}
