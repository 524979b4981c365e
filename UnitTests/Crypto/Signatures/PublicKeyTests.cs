using System.Security.Cryptography;
using Pipeline.Crypto.Signatures;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Signatures;

/// <summary>Public keys are read strictly, and each signs in its own ways only.</summary>
public sealed class PublicKeyTests
{
    [Theory]
    [InlineData("302a300506032b6570032100" + "0000000000000000000000000000000000000000000000000000000000000000")] // order 4
    [InlineData("302a300506032b6570032100" + "0100000000000000000000000000000000000000000000000000000000000000")] // neutral
    [InlineData("3029300506032b6570032000" + "00000000000000000000000000000000000000000000000000000000000000")] // 31 bytes
    public void Keys_for_which_anyone_can_sign_are_refused(string encoded)
    {
        Assert.False(PublicKey.TryRead(Convert.FromHexString(encoded), false, out PublicKey? key, out KeyProblem problem));
        Assert.Null(key);
        Assert.Equal(KeyProblem.Damaged, problem);
    }

    [Fact]
    public void A_key_off_its_curve_is_refused()
    {
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] encoded = ec.ExportSubjectPublicKeyInfo();
        encoded[^1] ^= 1;

        Assert.False(PublicKey.TryRead(encoded, false, out _, out KeyProblem problem));
        Assert.Equal(KeyProblem.Damaged, problem);
    }

    [Fact]
    public void A_key_signs_in_its_own_ways_only()
    {
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.True(PublicKey.TryRead(ec.ExportSubjectPublicKeyInfo(), false, out PublicKey? key, out _));
        Assert.True(SignatureCatalog.TryFind("ecdsa-256", out SignatureAlgorithm otherCurve));
        Assert.True(SignatureCatalog.TryFind("rsa-pkcs1-sha256", out SignatureAlgorithm otherFamily));
        byte[] signature = ec.SignData([1], HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

        Assert.False(key.Verify(otherCurve, [1], signature));
        Assert.False(key.Verify(otherFamily, [1], signature));
    }

    [Fact]
    public void Damaged_keys_never_throw()
    {
        using RSA rsa = RSA.Create(2048);
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[][] keys = [rsa.ExportSubjectPublicKeyInfo(), ec.ExportSubjectPublicKeyInfo()];
        Assert.True(SignatureCatalog.TryFind("rsa-pss-sha256", out SignatureAlgorithm pss));
        var random = new Random(5280);
        for (int round = 0; round < 2000; round++)
        {
            byte[] encoded = [.. keys[round % 2]];
            encoded[random.Next(Math.Min(encoded.Length, 40))] = (byte)random.Next(256);
            encoded[random.Next(encoded.Length)] ^= (byte)(1 << random.Next(8));

            if (PublicKey.TryRead(encoded, true, out PublicKey? key, out _))
            {
                _ = key.Verify(pss, [1], new byte[256]);
            }
        }
    }
}
