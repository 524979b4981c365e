using System.Security.Cryptography;
using Pipeline.Crypto.Signatures;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Signatures;

/// <summary>Signatures over a bare digest, as IKEv1 has them (RFC 2409 §5.1, RFC 4754 §7).</summary>
public sealed class DigestSignatureTests
{
    /// <summary>2048 bits, made by OpenSSL for this alone; its private key is gone.</summary>
    private const string OpenSslKey = "30820122300d06092a864886f70d01010105000382010f003082010a0282010100c35b49ea81e938409e400c177f47150f02e7aba27ea5c8"
        + "1fec54844d27fcd501c00d19aa5e37428e401b6b55e74f94b32a01f36116275ad033ec73d7ff90f6375efd6d39d6d8444e43809d543fad87"
        + "be6a787d48a489eb7131b52b7cc273f818e980af4914a748ce9232141c11fd5a4a9bbf4c718207069d7d5b175fb23483c9278375fcceb99e"
        + "61a128229fdff7feb04098a282b0de967bf52256113f800efce33912c7c3fa136b1541e358ef6fa71e337d89aabfe3f6ee18a40c681372cd"
        + "6a57b9b7512ac9a13ca881754b40d4a747b2d2a95924eff4e149e6f7cbf77df0f4d6356cd05c37fb8a0a45cb283d637085661b3fa3a96d10"
        + "76b261b8b7134d68dd0203010001";

    /// <summary>By <c>openssl pkeyutl -sign</c> with PKCS#1 padding and no digest.</summary>
    private const string OpenSslSignature = "b10ef5bc66adbeccde3f8b932af75703a15612f3330cc14504f2e5dec906b781ea7e31ec88e232aefd7b85582a82a07492d4cec1c0927b7e"
        + "9c8d49950f4667fa08c77ad000bb1b67d8f90e8a7b93fba721bbdcac39bbc2f345e37c2ad8cde12bdc56759ca144760c9dacaa5f3dacdf1e"
        + "2cc42754ff75da5e5468bfbe357efdec01609a607bad785e9b7abcf47da18086fb018ad2d1bc9091c837a6c68849e2ee9bf2c4f72e071b28"
        + "1ec2df02c8872bf79a6c5d4e0ff87c6c989e4deb58caaee32ffdc53ff262cf1578dbc4085ca9a88c117888c8a191665dc67797cf42a1faf7"
        + "7fc787cb280011abe0a9071334ef25bb8ae6146bd4a0878d0755bb80471d1483";

    private static readonly byte[] Digest = "0123456789abcdef0123456789abcdef"u8.ToArray();

    // Made once: a key of 2048 bits takes a tenth of a second.
    private static readonly RSA Rsa = RSA.Create(2048);

    [Theory]
    [InlineData(KeyKind.Rsa, 256)]
    [InlineData(KeyKind.EcdsaP256, 64)]
    [InlineData(KeyKind.EcdsaP384, 96)]
    [InlineData(KeyKind.EcdsaP521, 132)]
    public void What_is_signed_verifies_and_nothing_else_does(KeyKind kind, int length)
    {
        using PrivateKey key = Make(kind);
        foreach (int digestLength in (int[])[16, 20, 32, 48, 64])
        {
            byte[] digest = RandomNumberGenerator.GetBytes(digestLength);
            byte[] signature = key.SignDigest(digest);

            Assert.Equal(length, signature.Length);
            Assert.True(key.PublicKey.VerifyDigest(digest, signature));
            Assert.False(key.PublicKey.VerifyDigest([(byte)(digest[0] ^ 1), .. digest.AsSpan(1)], signature));
            Assert.False(key.PublicKey.VerifyDigest(digest, signature.AsSpan(..^1)));
            Assert.False(key.PublicKey.VerifyDigest(digest, [.. signature, 0]));
            Assert.False(key.PublicKey.VerifyDigest(digest, []));
            signature[length / 2] ^= 1;
            Assert.False(key.PublicKey.VerifyDigest(digest, signature));
            Assert.False(key.PublicKey.VerifyDigest(digest, [.. Enumerable.Repeat((byte)0xFF, length)]));
            Assert.False(key.PublicKey.VerifyDigest(digest, new byte[length]));
        }
    }

    [Fact]
    public void What_OpenSSL_has_signed_verifies()
    {
        Assert.True(PublicKey.TryRead(Convert.FromHexString(OpenSslKey), allowLegacy: false, out PublicKey? key, out _));

        Assert.True(key.VerifyDigest(Digest, Convert.FromHexString(OpenSslSignature)));
        Assert.False(key.VerifyDigest(Digest.AsSpan(..^1), Convert.FromHexString(OpenSslSignature)));
    }

    [Fact]
    public void A_signature_that_names_its_hash_function_is_another()
    {
        using PrivateKey key = Make(KeyKind.Rsa);
        byte[] named = Rsa.SignHash(Digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        Assert.False(key.PublicKey.VerifyDigest(Digest, named));
        Assert.False(Rsa.VerifyHash(Digest, key.SignDigest(Digest), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void Keys_that_sign_whole_messages_sign_no_digest()
    {
        using PrivateKey key = TestKeys.Read(TestKeys.Ed25519);

        Assert.Throws<NotSupportedException>(() => key.SignDigest(Digest));
        Assert.False(key.PublicKey.VerifyDigest(Digest, new byte[64]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void A_digest_of_no_hash_function_is_refused(int length)
    {
        using PrivateKey key = Make(KeyKind.EcdsaP256);

        Assert.Throws<ArgumentException>(() => key.SignDigest(new byte[length]));
        Assert.False(key.PublicKey.VerifyDigest(new byte[length], new byte[64]));
    }

    private static PrivateKey Make(KeyKind kind)
    {
        byte[] encoded = kind == KeyKind.Rsa ? Rsa.ExportPkcs8PrivateKey() : Ecdsa(kind);
        Assert.True(PrivateKey.TryRead(encoded, [], allowLegacy: false, out PrivateKey? key, out _));
        return key;
    }

    private static byte[] Ecdsa(KeyKind kind)
    {
        using var key = ECDsa.Create(kind switch
        {
            KeyKind.EcdsaP256 => ECCurve.NamedCurves.nistP256,
            KeyKind.EcdsaP384 => ECCurve.NamedCurves.nistP384,
            _ => ECCurve.NamedCurves.nistP521,
        });
        return key.ExportPkcs8PrivateKey();
    }
}
