using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pipeline.Crypto.Certificates;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Certificates;

/// <summary>A certificate with its key, made by .NET: signs others, and makes revocation lists.</summary>
internal sealed class TestAuthority
{
    /// <summary>The time that tests check at; certificates are valid from a year before to a year after.</summary>
    internal static readonly DateTimeOffset Now = new(2030, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static int s_serial = 0x1000;

    private readonly X509Certificate2 _own;

    private TestAuthority(X509Certificate2 own) => _own = own;

    /// <summary>The certificate as our code reads it.</summary>
    internal Certificate Certificate => Read(_own.RawData);

    /// <summary>The certificate, DER.</summary>
    internal byte[] Encoded => _own.RawData;

    /// <summary>The private key, PKCS#8.</summary>
    internal byte[] PrivateKeyEncoded => PrivateKey().ExportPkcs8PrivateKey();

    /// <summary>A self-signed CA.</summary>
    internal static TestAuthority Root(string name = "CN=Root", Action<Options>? adjust = null) => Make(null, name, true, adjust);

    /// <summary>A CA below this one.</summary>
    internal TestAuthority Ca(string name = "CN=Intermediate", Action<Options>? adjust = null) => Make(this, name, true, adjust);

    /// <summary>An end entity below this one.</summary>
    internal TestAuthority EndEntity(string name = "C=CH, O=Lab, CN=b.lab.test", Action<Options>? adjust = null) =>
        Make(this, name, false, adjust);

    /// <summary>A list of this CA's revoked certificates.</summary>
    internal RevocationList Revoke(TestAuthority[] revoked, DateTimeOffset? thisUpdate = null, DateTimeOffset? nextUpdate = null)
    {
        Assert.True(RevocationList.TryRead(RevokeEncoded(revoked, thisUpdate, nextUpdate), out RevocationList? list));
        return list;
    }

    /// <summary>The same, DER.</summary>
    internal byte[] RevokeEncoded(TestAuthority[] revoked, DateTimeOffset? thisUpdate = null, DateTimeOffset? nextUpdate = null)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (TestAuthority authority in revoked)
        {
            builder.AddEntry(authority._own, Now.AddDays(-3));
        }

        return builder.Build(
            _own, 1, nextUpdate ?? Now.AddDays(7), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, thisUpdate ?? Now.AddDays(-1));
    }

    /// <summary>Reads what must be readable.</summary>
    internal static Certificate Read(byte[] encoded)
    {
        Assert.True(Certificate.TryRead(encoded, out Certificate? certificate));
        return certificate;
    }

    private static TestAuthority Make(TestAuthority? issuer, string name, bool isCa, Action<Options>? adjust)
    {
        var options = new Options
        {
            IsCa = isCa,
            Usage = isCa ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature,
        };
        adjust?.Invoke(options);
        AsymmetricAlgorithm key = options.RsaBits > 0 ? RSA.Create(options.RsaBits) : ECDsa.Create(options.Curve);
        var subject = new X500DistinguishedName(name, X500DistinguishedNameFlags.None);
        CertificateRequest request = key is RSA rsa
            ? new CertificateRequest(subject, rsa, options.Hash, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, (ECDsa)key, options.Hash);
        foreach (X509Extension extension in options.Extensions(request))
        {
            request.CertificateExtensions.Add(extension);
        }

        // By hand, not by Create: that refuses what these tests need refused by us.
        TestAuthority? signer = issuer;
        X509SignatureGenerator generator = Generator(signer is null ? key : signer.PrivateKey(), options.Hash);
        if (signer is not null)
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(signer._own, true, false));
        }

        byte[] serial = BitConverter.GetBytes(Interlocked.Increment(ref s_serial)).Reverse().ToArray();
        using X509Certificate2 bare = request.Create(
            signer?._own.SubjectName ?? subject, generator, options.NotBefore, options.NotAfter, serial);
        return new TestAuthority(key is RSA own ? bare.CopyWithPrivateKey(own) : bare.CopyWithPrivateKey((ECDsa)key));
    }

    private AsymmetricAlgorithm PrivateKey() => (AsymmetricAlgorithm?)_own.GetRSAPrivateKey() ?? _own.GetECDsaPrivateKey()!;

    private static X509SignatureGenerator Generator(AsymmetricAlgorithm key, HashAlgorithmName hash) => key switch
    {
        RSA rsa => X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1),
        ECDsa ecdsa when hash == HashAlgorithmName.SHA1 => new Sha1Generator(ecdsa),
        _ => X509SignatureGenerator.CreateForECDsa((ECDsa)key),
    };

    /// <summary>What .NET does not make any more: ecdsa-with-SHA1.</summary>
    private sealed class Sha1Generator(ECDsa key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            Convert.FromHexString("300906072a8648ce3d0401");

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, hashAlgorithm, DSASignatureFormat.Rfc3279DerSequence);

        protected override PublicKey BuildPublicKey() => new(key);
    }

    /// <summary>What a certificate can be made with.</summary>
    internal sealed class Options
    {
        internal bool IsCa { get; set; }

        internal int? PathLength { get; set; }

        internal X509KeyUsageFlags? Usage { get; set; }

        internal string[] Purposes { get; set; } = [];

        internal string[] Dns { get; set; } = ["b.lab.test"];

        internal string[] Emails { get; set; } = [];

        internal string[] Addresses { get; set; } = [];

        internal X509Extension[] More { get; set; } = [];

        internal int RsaBits { get; set; }

        internal ECCurve Curve { get; set; } = ECCurve.NamedCurves.nistP256;

        internal HashAlgorithmName Hash { get; set; } = HashAlgorithmName.SHA256;

        internal DateTimeOffset NotBefore { get; set; } = Now.AddYears(-1);

        internal DateTimeOffset NotAfter { get; set; } = Now.AddYears(1);

        internal IEnumerable<X509Extension> Extensions(CertificateRequest request)
        {
            yield return new X509SubjectKeyIdentifierExtension(request.PublicKey, false);
            yield return new X509BasicConstraintsExtension(IsCa, PathLength is not null, PathLength ?? 0, true);
            if (Usage is { } usage)
            {
                yield return new X509KeyUsageExtension(usage, true);
            }

            if (Purposes.Length > 0)
            {
                yield return new X509EnhancedKeyUsageExtension([.. Purposes.Select(purpose => new Oid(purpose))], false);
            }

            var names = new SubjectAlternativeNameBuilder();
            Array.ForEach(Dns, names.AddDnsName);
            Array.ForEach(Emails, names.AddEmailAddress);
            Array.ForEach(Addresses, address => names.AddIpAddress(IPAddress.Parse(address)));
            if (Dns.Length + Emails.Length + Addresses.Length > 0)
            {
                yield return names.Build();
            }

            foreach (X509Extension extension in More)
            {
                yield return extension;
            }
        }
    }
}
