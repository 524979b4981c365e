using System.Security.Cryptography.X509Certificates;
using Pipeline.Crypto.Certificates;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Certificates;

/// <summary>PKCS#7 as .NET writes it.</summary>
public sealed class CertificateBundleTests
{
    private static readonly TestAuthority Root = TestAuthority.Root();
    private static readonly TestAuthority Own = Root.EndEntity();

    private static byte[] Bundle
    {
        get
        {
            using var root = X509CertificateLoader.LoadCertificate(Root.Encoded);
            using var own = X509CertificateLoader.LoadCertificate(Own.Encoded);
            return new X509Certificate2Collection((X509Certificate2[])[root, own]).Export(X509ContentType.Pkcs7)!;
        }
    }

    [Fact]
    public void Gives_the_certificates_that_are_in_it()
    {
        IReadOnlyList<ReadOnlyMemory<byte>> certificates = CertificateBundle.Read(Bundle);

        Assert.Equal(2, certificates.Count);
        Assert.Contains(certificates, certificate => certificate.Span.SequenceEqual(Root.Encoded));
        Assert.Contains(certificates, certificate => certificate.Span.SequenceEqual(Own.Encoded));
    }

    [Fact]
    public void Takes_no_certificate_for_a_bundle()
    {
        Assert.Empty(CertificateBundle.Read(Root.Encoded));
        Assert.Empty(CertificateBundle.Read(default));
    }

    [Fact]
    public void Never_throws_for_what_is_cut_or_altered()
    {
        byte[] good = Bundle;
        var random = new Random(5);
        for (int round = 0; round < 3000; round++)
        {
            byte[] bad = [.. good.AsSpan(..random.Next(good.Length))];
            for (int change = random.Next(3); change > 0 && bad.Length > 0; change--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            Assert.InRange(CertificateBundle.Read(bad).Count, 0, 32);
        }
    }
}
