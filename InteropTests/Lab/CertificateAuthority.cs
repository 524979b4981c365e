using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pipeline.InteropTests.Lab;

/// <summary>A certificate authority of the lab: the root, or one below another.</summary>
public sealed class CertificateAuthority
{
    private readonly LabKey _key;
    private readonly IReadOnlyList<X509Certificate2> _intermediates;
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    private CertificateAuthority(X509Certificate2 certificate, LabKey key, IReadOnlyList<X509Certificate2> intermediates) =>
        (Certificate, _key, _intermediates) = (certificate, key, intermediates);

    /// <summary>Its certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Makes a root.</summary>
    public static CertificateAuthority CreateRoot(string name, string kind)
    {
        LabKey key = LabKey.Create(kind);
        CertificateRequest request = RequestFor(name, key);
        X509Certificate2 certificate = Sign(request, request.SubjectName, key, DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
        return new CertificateAuthority(certificate, key, []);
    }

    /// <summary>Makes an authority below this one.</summary>
    public CertificateAuthority CreateIntermediate(string name, string kind)
    {
        LabKey key = LabKey.Create(kind);
        X509Certificate2 certificate = Sign(RequestFor(name, key), _now.AddDays(-20), _now.AddDays(20));
        return new CertificateAuthority(certificate, key, [certificate, .. _intermediates]);
    }

    /// <summary>Issues the certificate of a gateway.</summary>
    /// <param name="domainName">Whom it is for.</param>
    /// <param name="kind">The kind of its key.</param>
    /// <param name="expired">True for one that was good until yesterday.</param>
    /// <param name="moreNames">How many other names it has: each makes it some 40 bytes longer.</param>
    public LabCertificate Issue(string domainName, string kind, bool expired = false, int moreNames = 0)
    {
        LabKey key = LabKey.Create(kind);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={domainName}, O=Lab"), key.Public, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(domainName);
        for (int number = 0; number < moreNames; number++)
        {
            names.AddDnsName($"one-more-name-{number:d3}.of-a-long-list.example");
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        return new LabCertificate(Sign(request, _now.AddDays(-10), _now.AddDays(expired ? -1 : 10)), key, _intermediates);
    }

    /// <summary>A list of revoked certificates, PEM.</summary>
    public string Revoke(LabCertificate revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry(revoked.Certificate, _now.AddHours(-1));
        byte[] list = builder.Build(
            Certificate.SubjectName, _key.Generator!, System.Numerics.BigInteger.One, _now.AddDays(7), HashAlgorithmName.SHA256, KeyIdentifier(Certificate), _now.AddHours(-1));
        return PemEncoding.WriteString("X509 CRL", list);
    }

    private static CertificateRequest RequestFor(string name, LabKey key)
    {
        var request = new CertificateRequest(new X500DistinguishedName($"CN={name}, O=Lab"), key.Public, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset from, DateTimeOffset to)
    {
        request.CertificateExtensions.Add(KeyIdentifier(Certificate));
        return Sign(request, Certificate.SubjectName, _key, from, to);
    }

    private static X509Certificate2 Sign(
        CertificateRequest request, X500DistinguishedName issuer, LabKey key, DateTimeOffset from, DateTimeOffset to)
    {
        byte[] serial = RandomNumberGenerator.GetBytes(8);
        serial[0] = 1;
        return request.Create(issuer, key.Generator!, from, to, serial);
    }

    private static X509AuthorityKeyIdentifierExtension KeyIdentifier(X509Certificate2 issuer) =>
        X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false);
}
