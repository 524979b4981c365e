using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pipeline.Crypto.Certificates;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Certificates;

/// <summary>Certificates are read as .NET reads them, answer to their names, and never throw.</summary>
public sealed class CertificateTests
{
    private static readonly TestAuthority Root = TestAuthority.Root();

    [Fact]
    public void Fields_are_those_that_NET_reads()
    {
        byte[] encoded = Root.EndEntity().Encoded;
        using X509Certificate2 expected = X509CertificateLoader.LoadCertificate(encoded);

        Certificate read = TestAuthority.Read(encoded);

        Assert.Equal(expected.SerialNumber, read.Serial, ignoreCase: true);
        Assert.Equal(expected.NotBefore.ToUniversalTime(), read.NotBefore.UtcDateTime);
        Assert.Equal(expected.NotAfter.ToUniversalTime(), read.NotAfter.UtcDateTime);
        Assert.Equal("CN=Root", read.Issuer.ToString());
        Assert.Equal(expected.SubjectName.RawData, read.Subject.Encoded.ToArray());
        Assert.Equal(expected.PublicKey.ExportSubjectPublicKeyInfo(), read.Key!.Encoded.ToArray());
        Assert.Equal(CryptographicOperations.HashData(HashAlgorithmName.SHA1, expected.PublicKey.ExportSubjectPublicKeyInfo()), read.KeyHash);
    }

    [Fact]
    public void Answers_to_each_of_its_names()
    {
        Certificate certificate = Root.EndEntity("C=CH, O=Lab, CN=b.lab.test", options =>
        {
            options.Dns = ["b.lab.test", "*.wild.test"];
            options.Emails = ["Carol@Lab.test"];
            options.Addresses = ["192.0.2.1", "2001:db8::1"];
        }).Certificate;

        Assert.True(certificate.HasName(Dns("B.Lab.Test")));
        Assert.True(certificate.HasName(Email("Carol@lab.test")));
        Assert.True(certificate.HasName(Address("192.0.2.1")));
        Assert.True(certificate.HasName(Address("2001:db8::1")));
        Assert.True(certificate.HasName(Directory("c=ch, o=lab,  cn=B.LAB.TEST")));
        Assert.False(certificate.HasName(Dns("x.wild.test")));
        Assert.False(certificate.HasName(Dns("lab.test")));
        Assert.False(certificate.HasName(Email("carol@lab.test")));
        Assert.False(certificate.HasName(Address("192.0.2.2")));
        Assert.False(certificate.HasName(Directory("O=Lab, C=CH, CN=b.lab.test")));
    }

    [Fact]
    public void A_common_name_is_no_host_name()
    {
        Certificate certificate = Root.EndEntity("CN=c.lab.test", options => options.Dns = []).Certificate;

        Assert.False(certificate.HasName(Dns("c.lab.test")));
        Assert.True(certificate.HasName(Directory("CN=c.lab.test")));
    }

    [Fact]
    public void Damaged_certificates_never_throw_and_are_never_believed()
    {
        byte[] encoded = Root.EndEntity(adjust: options =>
        {
            options.Purposes = ["1.3.6.1.5.5.7.3.17"];
            options.Emails = ["a@b"];
            options.Addresses = ["192.0.2.1"];
        }).Encoded;
        var store = new CertificateStore([Root.Certificate], [], []);
        var rules = new CertificateRules { At = TestAuthority.Now };
        var random = new Random(509);
        for (int round = 0; round < 6000; round++)
        {
            byte[] damaged = [.. encoded];
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            int length = random.Next(8) == 0 ? random.Next(damaged.Length) : damaged.Length;

            if (Certificate.TryRead(damaged.AsSpan(0, length), out Certificate? certificate))
            {
                Assert.False(CertificateCheck.Check(store, certificate, [], rules).IsTrusted);
            }
        }
    }

    [Fact]
    public void What_is_too_long_or_has_a_tail_is_refused()
    {
        Assert.False(Certificate.TryRead([.. Root.Encoded, 0], out _));
        Assert.False(Certificate.TryRead(new byte[Certificate.Longest + 1], out _));
        Assert.False(Certificate.TryRead([], out _));
    }

    private static GeneralName Dns(string text) => GeneralName.TryDns(text, out GeneralName? name) ? name : throw new ArgumentException(text);

    private static GeneralName Email(string text) => GeneralName.TryEmail(text, out GeneralName? name) ? name : throw new ArgumentException(text);

    private static GeneralName Address(string text) =>
        GeneralName.TryAddress(IPAddress.Parse(text).GetAddressBytes(), out GeneralName? name) ? name : throw new ArgumentException(text);

    private static GeneralName Directory(string text) =>
        DistinguishedName.TryParse(text, out DistinguishedName? name) ? GeneralName.Directory(name) : throw new ArgumentException(text);
}
