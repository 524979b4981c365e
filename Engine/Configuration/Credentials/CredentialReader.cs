using System.Security.Cryptography;
using System.Text;
using Pipeline.Crypto;
using Pipeline.Crypto.Certificates;
using Pipeline.Crypto.Signatures;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike;

namespace Pipeline.Engine.Configuration.Credentials;

/// <summary>The object <c>credentials</c> to a <see cref="CredentialSet"/>.</summary>
internal sealed class CredentialReader
{
    private const int LongestKeyFile = 64 * 1024;
    private const int LongestChain = 8;

    private static readonly Dictionary<string, RevocationPolicy> Revocations = new(StringComparer.Ordinal)
    {
        ["ifAvailable"] = RevocationPolicy.IfAvailable,
        ["strict"] = RevocationPolicy.Strict,
    };

    private readonly ICredentialFiles _files;
    private readonly ErrorList _errors;
    private readonly CertificateDates _dates;
    private readonly bool _allowLegacy;

    private CredentialReader(ICredentialFiles files, CertificateDates dates, ErrorList errors, bool allowLegacy) =>
        (_files, _dates, _errors, _allowLegacy) = (files, dates, errors, allowLegacy);

    /// <summary>Reads the object; without one there are no credentials.</summary>
    /// <param name="credentials">The object, or null when the file has none.</param>
    /// <param name="files">Where the files are that it names.</param>
    /// <param name="dates">Looks at the dates of certificates.</param>
    /// <param name="errors">Where errors are noted.</param>
    /// <param name="allowLegacy">Also takes short RSA keys.</param>
    public static CredentialSet Read(
        ObjectReader? credentials, ICredentialFiles files, CertificateDates dates, ErrorList errors, bool allowLegacy)
    {
        if (credentials is null)
        {
            return new CredentialSet();
        }

        var reader = new CredentialReader(files, dates, errors, allowLegacy);
        List<Certificate> intermediates = reader.ReadFiles(credentials.Items("intermediates")).SelectMany(file => file.Certificates).ToList();
        return new CredentialSet
        {
            PresharedKeys = reader.ReadPresharedKeys(credentials),
            Certificates = reader.ReadCertificates(credentials, intermediates),
            Store = new CertificateStore(
                reader.ReadFiles(credentials.Items("trustAnchors")).SelectMany(file => file.Certificates),
                intermediates,
                reader.ReadFiles(credentials.Items("revocationLists")).SelectMany(file => file.RevocationLists)),
            Revocation = credentials.Choice("revocation", Revocations, RevocationPolicy.IfAvailable),
        };
    }

    private List<PresharedKey> ReadPresharedKeys(ObjectReader credentials)
    {
        var keys = new List<PresharedKey>();
        foreach (ConfigurationNode node in credentials.Items("presharedKeys"))
        {
            if (ObjectReader.Open(node, ConfigurationFields.PresharedKey, _errors) is not { } reader)
            {
                continue;
            }

            string? name = reader.OptionalName("name", "branch");
            if (name is not null && keys.Exists(key => key.Name == name))
            {
                reader.Refuse("name", "is taken by an earlier preshared key; write another");
            }

            keys.Add(new PresharedKey(name, ReadIdentities(reader), SecretReader.ReadPresharedKey(reader, _files)));
        }

        return keys;
    }

    private List<IkeIdentity> ReadIdentities(ObjectReader reader)
    {
        var identities = new List<IkeIdentity>();
        foreach (ConfigurationNode node in reader.Items("identities"))
        {
            if (IdentityReader.Read(node, _errors) is { } identity)
            {
                identities.Add(identity);
            }
        }

        return identities;
    }

    private List<OwnCertificate> ReadCertificates(ObjectReader credentials, List<Certificate> intermediates)
    {
        var certificates = new List<OwnCertificate>();
        foreach (ConfigurationNode node in credentials.Items("certificates"))
        {
            if (ObjectReader.Open(node, ConfigurationFields.OwnCertificate, _errors) is not { } reader)
            {
                continue;
            }

            string? name = reader.OptionalName("name", "gateway");
            if (name is not null && certificates.Exists(certificate => certificate.Name == name))
            {
                reader.Refuse("name", "is taken by an earlier certificate; write another");
            }

            CertificateFile? file = reader.Require("file", "\"gateway.pem\"") is { } path ? ReadFile(path, isOwn: true) : null;
            PrivateKey? key = ReadKey(reader);
            if (file is not null && file.Certificates.Count == 0)
            {
                reader.Refuse("file", "holds no certificate; name a file that begins with ours");
            }

            if (file?.Certificates is [var first, ..] && key is not null)
            {
                CheckPair(reader, first, key);
                certificates.Add(new OwnCertificate(name, Complete(file.Certificates, intermediates), key));
            }
            else
            {
                key?.Dispose();
            }
        }

        return certificates;
    }

    private static void CheckPair(ObjectReader reader, Certificate certificate, PrivateKey key)
    {
        if (certificate.Key is not { } publicKey)
        {
            reader.Refuse("file", $"begins with a certificate of a kind of key that IKE does not use: {certificate}");
        }
        else if (!publicKey.Encoded.Span.SequenceEqual(key.PublicKey.Encoded.Span))
        {
            reader.Refuse("privateKeyFile", $"holds the key of another certificate than {certificate}, the first of \"file\"");
        }
    }

    /// <summary>The chain of the file, with intermediates that it lacks.</summary>
    private static List<Certificate> Complete(IReadOnlyList<Certificate> file, List<Certificate> intermediates)
    {
        List<Certificate> chain = [.. file.Take(LongestChain)];
        while (chain.Count < LongestChain && !chain[^1].Subject.Equals(chain[^1].Issuer)
            && intermediates.Find(candidate => candidate.Subject.Equals(chain[^1].Issuer)) is { } issuer && !chain.Contains(issuer))
        {
            chain.Add(issuer);
        }

        return chain;
    }

    private PrivateKey? ReadKey(ObjectReader reader)
    {
        byte[] content = SecretReader.Read(reader, "privateKeyFile", _files, LongestKeyFile, isSecret: true);
        char[] passphrase = [];
        PrivateKey? key = null;
        try
        {
            if (reader.Find("passphraseFile") is not null)
            {
                using SecretBytes bytes = SecretReader.ReadFile(reader, "passphraseFile", _files);
                passphrase = new char[Encoding.UTF8.GetCharCount(bytes.Span)];
                Encoding.UTF8.GetChars(bytes.Span, passphrase);
            }

            if (content.Length > 0 && !PrivateKey.TryRead(content, passphrase, _allowLegacy, out key, out KeyProblem problem))
            {
                reader.Refuse("privateKeyFile", Explain(problem));
            }

            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            passphrase.AsSpan().Clear();
        }
    }

    private static string Explain(KeyProblem problem) => problem switch
    {
        KeyProblem.NeedsPassphrase => "is encrypted; name the \"passphraseFile\" that opens it",
        KeyProblem.WrongPassphrase => "is encrypted, and the passphrase does not open it; correct \"passphraseFile\"",
        KeyProblem.OldEncryption => "is encrypted in the old form of PEM; convert it to PKCS#8",
        KeyProblem.UnknownKind => "is a kind of key that IKE does not use; take RSA, ECDSA (P-256, P-384, P-521), Ed25519 or Ed448",
        KeyProblem.TooShort => "is an RSA key of less than 2048 bits; make a longer one, or set ike.allowLegacy",
        KeyProblem.Damaged => "is damaged; name an intact file",
        _ => "holds no private key; name a file in PEM or DER: PKCS#8, PKCS#1 or SEC1",
    };

    private IEnumerable<CertificateFile> ReadFiles(IList<ConfigurationNode> paths) => paths.Select(path => ReadFile(path, isOwn: false)).OfType<CertificateFile>();

    private CertificateFile? ReadFile(ConfigurationNode path, bool isOwn)
    {
        byte[] content = SecretReader.Read(path, _errors, _files, CertificateFile.Longest, isSecret: false);
        if (content.Length == 0)
        {
            return null;
        }

        if (CertificateFile.TryRead(content, out CertificateFile file, out string problem))
        {
            _dates.Check(path, file, isOwn);
            return file;
        }

        _errors.Add(path, $"cannot be used: {problem}");
        return null;
    }
}
