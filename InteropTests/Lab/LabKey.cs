using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pipeline.InteropTests.Lab;

/// <summary>A private key of the lab, fresh in each run.</summary>
public sealed class LabKey
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private LabKey(PublicKey publicKey, string pem) => (Public, Pem) = (publicKey, pem);

    /// <summary>Its public half.</summary>
    public PublicKey Public { get; }

    /// <summary>PKCS#8, PEM.</summary>
    public string Pem { get; }

    /// <summary>Signs certificates and lists; null where only the key's owner signs.</summary>
    public X509SignatureGenerator? Generator { get; private init; }

    /// <summary>A key by the name that swanctl's proposals and pki's options have for it.</summary>
    /// <param name="kind"><c>rsa2048</c>, <c>rsa4096</c>, <c>ecdsa256</c>, <c>ecdsa384</c>, <c>ed25519</c>.</param>
    public static LabKey Create(string kind) => kind switch
    {
        "rsa2048" => Rsa(2048),
        "rsa4096" => Rsa(4096),
        "ecdsa256" => Ecdsa(ECCurve.NamedCurves.nistP256),
        "ecdsa384" => Ecdsa(ECCurve.NamedCurves.nistP384),
        "ed25519" => Ed25519(),
        _ => throw new ArgumentException($"no such kind of key: {kind}", nameof(kind)),
    };

    private static LabKey Rsa(int bits)
    {
        var key = RSA.Create(bits);
        var generator = X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1);
        return new LabKey(generator.PublicKey, key.ExportPkcs8PrivateKeyPem()) { Generator = generator };
    }

    private static LabKey Ecdsa(ECCurve curve)
    {
        var key = ECDsa.Create(curve);
        var generator = X509SignatureGenerator.CreateForECDsa(key);
        return new LabKey(generator.PublicKey, key.ExportPkcs8PrivateKeyPem()) { Generator = generator };
    }

    /// <summary>By OpenSSL's program: .NET has no such keys.</summary>
    private static LabKey Ed25519()
    {
        FinishedProcess made = FinishedProcess.Run(
            "sh", ["-c", "openssl genpkey -algorithm ed25519 | tee /dev/stderr | openssl pkey -pubout"], Limit);
        return new LabKey(PublicKey.CreateFromSubjectPublicKeyInfo(PemOf(made.Output), out int _), made.Errors);
    }

    private static byte[] PemOf(string text)
    {
        PemFields fields = PemEncoding.Find(text);
        return Convert.FromBase64String(text[fields.Base64Data]);
    }
}
