using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>
/// Both sides prove themselves with certificates from intermediate CAs that the other does not know; the anchor is the root. Signatures are
/// RFC 7427's: strongSwan's log names the algorithm and the hash of both.
/// </summary>
public sealed class StrongSwanAndCertificates
{
    [Theory]
    [InlineData("rsa2048", "pubkey", "RSA_EMSA_PSS_SHA2_256_SALT_32", "RSA_EMSA_PKCS1_SHA2_256")]
    [InlineData("rsa2048", "rsa/pss-sha512", "RSA_EMSA_PSS_SHA2_256_SALT_32", "RSA_EMSA_PSS_SHA2_512_SALT_64")]
    [InlineData("ecdsa256", "pubkey", "ECDSA_WITH_SHA256_DER", "ECDSA_WITH_SHA256_DER")]
    [InlineData("ecdsa384", "pubkey", "ECDSA_WITH_SHA384_DER", "ECDSA_WITH_SHA384_DER")]
    [InlineData("ed25519", "pubkey", "ED25519", "ED25519")]
    public void We_begin(string kind, string signature, string ours, string theirs)
    {
        (LabCredentials our, LabCredentials their) = Pki.Create(kind);
        using var lab = new StrongSwanPair(
            new ConnectionFile { Credentials = our }, new SwanctlFile { Credentials = their, Signature = signature });

        lab.AssertAllArrived(lab.Ping(10));

        AssertSignatures(lab.End(), ours, theirs);
    }

    [Theory]
    [InlineData("rsa2048", "RSA_EMSA_PSS_SHA2_256_SALT_32", "RSA_EMSA_PKCS1_SHA2_256")]
    [InlineData("ecdsa256", "ECDSA_WITH_SHA256_DER", "ECDSA_WITH_SHA256_DER")]
    [InlineData("ed25519", "ED25519", "ED25519")]
    public void It_begins(string kind, string ours, string theirs)
    {
        (LabCredentials our, LabCredentials their) = Pki.Create(kind);
        using var lab = new StrongSwanPair(
            new ConnectionFile { Credentials = our, Initiate = "never" }, new SwanctlFile { Credentials = their });

        lab.InitiateThere();

        lab.AssertAllArrived(lab.Ping(10));
        AssertSignatures(lab.End(), ours, theirs);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void One_side_has_a_certificate_and_the_other_a_preshared_key(bool weHaveOne, bool weBegin)
    {
        (LabCredentials our, LabCredentials their) = Pki.Create("ecdsa256");
        using var lab = new StrongSwanPair(
            new ConnectionFile
            {
                Credentials = weHaveOne ? our with { Roots = [] } : our with { Own = null },
                Initiate = weBegin ? "onTraffic" : "never",
            },
            new SwanctlFile { Credentials = weHaveOne ? their with { Own = null } : their with { Roots = [] } });

        if (!weBegin)
        {
            lab.InitiateThere();
        }

        lab.AssertAllArrived(lab.Ping(10));
        const string Shared = "pre-shared key";
        const string Signed = "ECDSA_WITH_SHA256_DER";
        AssertSignatures(lab.End(), weHaveOne ? Signed : Shared, weHaveOne ? Shared : Signed);
    }

    private static void AssertSignatures(string end, string ours, string theirs)
    {
        Assert.Contains($"authentication of 'left.example' with {ours} successful", end, StringComparison.Ordinal);
        Assert.Contains("authentication of 'right.example' (myself) with " + theirs, end, StringComparison.Ordinal);
    }
}
