using Pipeline.Crypto;
using Pipeline.Engine.Ike;

namespace Pipeline.Engine.Configuration.Credentials;

/// <summary>A secret that we share with some peers.</summary>
/// <param name="Name">By which connections may name it; null when it is found by its identities.</param>
/// <param name="Identities">The peers; none for every peer that has no key of its own.</param>
/// <param name="Secret">The secret.</param>
public sealed record PresharedKey(string? Name, IReadOnlyList<IkeIdentity> Identities, SecretBytes Secret)
{
    /// <summary>True when it is for that peer by name.</summary>
    public bool IsFor(IkeIdentity peer) => Identities.Any(identity => identity.Matches(peer));

    /// <summary>Its name or its peers, never the secret.</summary>
    public override string ToString() => Name ?? string.Join(", ", Identities);
}
