using Pipeline.Crypto;
using Pipeline.Crypto.Certificates;
using Pipeline.Engine.Configuration.Credentials;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Wire.Ike.V2.Identities;

namespace Pipeline.Engine.Configuration.Connections;

/// <summary>How the two ends of a connection prove who they are, with the credentials that the file has.</summary>
/// <param name="connection">The connection's object.</param>
/// <param name="credentials">All credentials.</param>
/// <param name="allowLegacy">Also believes SHA-1 signatures and short RSA keys.</param>
internal sealed class ProofReader(ObjectReader connection, CredentialSet credentials, bool allowLegacy)
{
    private static readonly Dictionary<string, bool> Methods =
        new(StringComparer.Ordinal) { ["psk"] = false, ["certificate"] = true };

    // What an erroneous connection gets: it never runs.
    private static readonly PresharedKeyMethod Nothing = new(new SecretBytes([]));

    // The key that was looked for already, so that one that is not there is one error.
    private PresharedKeyMethod? _presharedKey;

    /// <summary>True for a certificate, false for a preshared key: ours.</summary>
    public bool IsLocalCertificate { get; } = ReadMethod(connection, "localAuthentication");

    /// <summary>The same of the peer.</summary>
    public bool IsRemoteCertificate { get; } = ReadMethod(connection, "remoteAuthentication");

    /// <summary>The certificate that proves who we are; null for preshared keys, or when an error was noted.</summary>
    /// <param name="local">Who we are; null when the certificate shall say it.</param>
    public OwnCertificate? FindCertificate(IkeIdentity? local)
    {
        string? name = connection.OptionalName("certificate", "gateway");
        if (!IsLocalCertificate)
        {
            if (name is not null)
            {
                connection.Refuse("certificate", "is named, but \"localAuthentication\" is \"psk\"; remove one of them");
            }

            return null;
        }

        return string.IsNullOrEmpty(name) ? FindByIdentity(local) : FindByName(name, local);
    }

    /// <summary>How we prove who we are.</summary>
    public IOwnProof OwnProof(OwnCertificate? certificate, IkeIdentity? remote)
    {
        if (IsLocalCertificate)
        {
            return certificate is null ? Nothing : new CertificateMethod(certificate.Chain, certificate.Key);
        }

        return FindPresharedKey(remote);
    }

    /// <summary>How the peer proves who it is.</summary>
    public IPeerProof PeerProof(IkeIdentity? remote)
    {
        if (!IsRemoteCertificate)
        {
            return FindPresharedKey(remote);
        }

        if (credentials.Store.Anchors.Count == 0)
        {
            connection.Refuse("remoteAuthentication", "is \"certificate\", and no trust anchors can be used; name files in credentials.trustAnchors");
        }

        return new CertificateTrust(credentials.Store) { Revocation = credentials.Revocation, AllowLegacy = allowLegacy };
    }

    private OwnCertificate? FindByName(string name, IkeIdentity? local)
    {
        OwnCertificate? named = credentials.Certificates.FirstOrDefault(certificate => certificate.Name == name);
        if (named is null)
        {
            string[] names = [.. credentials.Certificates.Select(certificate => certificate.Name).OfType<string>()];
            connection.Refuse("certificate", $"names no usable certificate of credentials.certificates{NearestName.Suggest(name, names)}");
            return null;
        }

        if (local is not null && local.Kind != IdType.KeyId && !named.IsFor(local))
        {
            connection.Refuse("localIdentity", $"is not a name of certificate {named.Certificate}; write one of {NamesOf(named.Certificate)}");
        }

        return named;
    }

    private OwnCertificate? FindByIdentity(IkeIdentity? local)
    {
        OwnCertificate? fitting = local is null
            ? credentials.Certificates is [var only] ? only : null
            : credentials.Certificates.FirstOrDefault(certificate => certificate.IsFor(local));
        if (fitting is null)
        {
            connection.Refuse("certificate", local is null
                ? "is needed, for there is not exactly one certificate in credentials.certificates; name one"
                : $"is needed: no usable certificate of credentials.certificates is made out to {local}; add one, or name one here");
        }

        return fitting;
    }

    private PresharedKeyMethod FindPresharedKey(IkeIdentity? remote) => _presharedKey ??= ReadPresharedKey(remote);

    private PresharedKeyMethod ReadPresharedKey(IkeIdentity? remote)
    {
        string? name = connection.OptionalName("presharedKey", "branch");
        PresharedKey? key = name is null
            ? credentials.PresharedKeys.FirstOrDefault(one => remote is not null && one.IsFor(remote))
                ?? credentials.PresharedKeys.FirstOrDefault(one => one.Identities.Count == 0)
            : credentials.PresharedKeys.FirstOrDefault(one => one.Name == name);
        if (key is not null)
        {
            return new PresharedKeyMethod(key.Secret);
        }

        string[] names = [.. credentials.PresharedKeys.Select(one => one.Name).OfType<string>()];
        connection.Refuse("presharedKey", name is null
            ? $"is needed: none of credentials.presharedKeys is for {remote?.ToString() ?? "every peer"}; add one with these \"identities\""
            : $"names no key of credentials.presharedKeys{NearestName.Suggest(name, names)}");
        return Nothing;
    }

    private static bool ReadMethod(ObjectReader connection, string field)
    {
        bool isWhole = connection.Find("authentication") is not null;
        if (isWhole && connection.Find(field) is not null)
        {
            connection.Refuse(field, "says again what \"authentication\" says for both sides; remove one of them");
        }

        if (!isWhole)
        {
            bool isAlone = connection.Find("localAuthentication") is null && connection.Find("remoteAuthentication") is null;
            return isAlone
                ? field == "localAuthentication" && connection.Choice("authentication", Methods, fallback: false, required: true)
                : connection.Choice(field, Methods, fallback: false, required: true);
        }

        // Noted once where it is wrong, and not for each side.
        return field == "localAuthentication"
            ? connection.Choice("authentication", Methods, fallback: false)
            : connection.Find("authentication")!.Characters is "certificate";
    }

    private static string NamesOf(Certificate certificate) =>
        string.Join(", ", certificate.AlternativeNames.Select(name => name.Text)
            .Prepend(certificate.Subject.ToString()).Where(text => text.Length > 0).Take(8));
}
