using System.Security.Cryptography;
using System.Text;
using Pipeline.Crypto.Certificates;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Certificates;

/// <summary>Files with one or many certificates, and the hashes of anchors in a CERTREQ (RFC 7296 §3.7).</summary>
public sealed class CertificateStoreTests
{
    private readonly TestAuthority _first = TestAuthority.Root("CN=First"), _second = TestAuthority.Root("CN=Second");

    [Fact]
    public void A_bundle_is_read_in_order_and_keys_are_passed_over()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string text = "# two anchors\n" + PemEncoding.WriteString("CERTIFICATE", _first.Encoded) + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n"
            + PemEncoding.WriteString("X509 CRL", _first.RevokeEncoded([_second])) + "\n" + PemEncoding.WriteString("CERTIFICATE", _second.Encoded);

        Assert.True(CertificateFile.TryRead(Encoding.ASCII.GetBytes(text), out CertificateFile file, out string problem));

        Assert.Empty(problem);
        Assert.Equal([_first.Certificate, _second.Certificate], file.Certificates);
        Assert.Equal(1, Assert.Single(file.RevocationLists).Count);
    }

    [Fact]
    public void DER_is_read_too()
    {
        Assert.True(CertificateFile.TryRead(_first.Encoded, out CertificateFile file, out _));
        Assert.Single(file.Certificates);
        Assert.True(CertificateFile.TryRead(_first.RevokeEncoded([]), out file, out _));
        Assert.Single(file.RevocationLists);
    }

    [Fact]
    public void A_bad_file_is_told_apart()
    {
        Assert.Contains("neither PEM", Problem([1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("neither a certificate", Problem("-----BEGIN NOTHING-----\n-----END NOTHING-----\n"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("Entry 1", Problem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"u8.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Anchors_are_named_by_the_hash_of_their_key()
    {
        var store = new CertificateStore([_first.Certificate, _second.Certificate], [], []);
        byte[] stranger = CertificateStore.KeyHashes([TestAuthority.Root("CN=Stranger").Certificate]);
        byte[] body = [.. CertificateStore.KeyHashes([_second.Certificate]), .. stranger, .. CertificateStore.KeyHashes([_first.Certificate]), 7];

        Assert.Equal([_second.Certificate, _first.Certificate], store.AskedFor(body));
        Assert.Empty(store.AskedFor([]));
        Assert.Empty(store.AskedFor(new byte[19]));
        Assert.Equal(40, CertificateStore.KeyHashes(store.Anchors).Length);
    }

    private static string Problem(byte[] content)
    {
        Assert.False(CertificateFile.TryRead(content, out _, out string problem));
        return problem;
    }
}
