using System.Security.Cryptography;
using System.Text;
using Pipeline.Crypto.Signatures;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Signatures;

/// <summary>Keys from every kind of file; what they sign verifies here and, where .NET can, there.</summary>
public sealed class PrivateKeyTests
{
    private static readonly byte[] Message = "message"u8.ToArray();

    // Made once: a key of 2048 bits takes a tenth of a second.
    private static readonly RSA Rsa = RSA.Create(2048);

    public static TheoryData<string> Algorithms => [.. SignatureCatalog.All.Where(row => !row.IsLegacy).Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void What_is_signed_verifies_and_nothing_else_does(string name)
    {
        Assert.True(SignatureCatalog.TryFind(name, out SignatureAlgorithm algorithm));
        foreach (KeyKind kind in algorithm.Keys)
        {
            using PrivateKey key = Make(kind);
            byte[] signature = key.Sign(algorithm, Message);

            Assert.True(key.PublicKey.Verify(algorithm, Message, signature));
            Assert.False(key.PublicKey.Verify(algorithm, [.. Message, 0], signature));
            Assert.False(key.PublicKey.Verify(algorithm, Message, signature.AsSpan(..^1)));
            Assert.False(key.PublicKey.Verify(algorithm, Message, [.. signature, 0]));
            Assert.False(key.PublicKey.Verify(algorithm, Message, []));
            signature[signature.Length / 2] ^= 1;
            Assert.False(key.PublicKey.Verify(algorithm, Message, signature));
        }
    }

    [Theory]
    [InlineData("ecdsa-256", KeyKind.EcdsaP256, 64)]
    [InlineData("ecdsa-384", KeyKind.EcdsaP384, 96)]
    [InlineData("ecdsa-521", KeyKind.EcdsaP521, 132)]
    public void Signatures_of_RFC_4754_have_a_fixed_length(string name, KeyKind kind, int length)
    {
        Assert.True(SignatureCatalog.TryFind(name, out SignatureAlgorithm algorithm));
        using PrivateKey key = Make(kind);

        Assert.Equal(length, key.Sign(algorithm, Message).Length);
    }

    [Fact]
    public void Ed25519_and_Ed448_sign_as_OpenSSL_does()
    {
        AssertSigns(
            TestKeys.Ed25519,
            "ed25519",
            "2caa33233012c37144415ef580c6c3c7c89cbab7943577cdad9f095ca36d1da6"
            + "b4ed3dc390e0c064ae5b2ebf439cf70834a6bc148f47795bf93ea8837d06ce0e");
        AssertSigns(
            TestKeys.Ed448,
            "ed448",
            "ea8e33cd298448e069886c498d43d6791bb06d7e2dde9d16ba3b787e4daec173c336b2547dcb880423a4954da9638c93b5c045a9ff464c2c80"
            + "c2ef72e7ee1337a942f0dca0fc8d3949a3c612650f1f9b6a79b5ada5e124abcdb4b6eac1b639534d6adcc27f7eeb19e2e87c816f9b64760500");
    }

    [Fact]
    public void Every_form_of_file_gives_the_same_key()
    {
        byte[] expected = Rsa.ExportSubjectPublicKeyInfo();
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var cost = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

        AssertReads(expected, Ascii(Rsa.ExportRSAPrivateKeyPem()));
        AssertReads(expected, Ascii(Rsa.ExportPkcs8PrivateKeyPem()));
        AssertReads(expected, Ascii(Rsa.ExportEncryptedPkcs8PrivateKeyPem("secret", cost)));
        AssertReads(expected, Rsa.ExportRSAPrivateKey());
        AssertReads(expected, Rsa.ExportPkcs8PrivateKey());
        AssertReads(expected, Rsa.ExportEncryptedPkcs8PrivateKey("secret", cost));
        AssertReads(ec.ExportSubjectPublicKeyInfo(), Ascii(ec.ExportECPrivateKeyPem()));
        AssertReads(ec.ExportSubjectPublicKeyInfo(), ec.ExportECPrivateKey());
        AssertReads(
            ec.ExportSubjectPublicKeyInfo(),
            Ascii("-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n" + ec.ExportECPrivateKeyPem()));
        AssertReads(TestKeys.Read(TestKeys.Ed25519).PublicKey.Encoded.ToArray(), Ascii(TestKeys.EncryptedEd25519));
    }

    [Fact]
    public void A_problem_is_named()
    {
        using RSA weak = RSA.Create(1024);
        using ECDsa otherCurve = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        byte[] damaged = Rsa.ExportRSAPrivateKey()[..600];

        Assert.Equal(KeyProblem.TooShort, Problem(weak.ExportPkcs8PrivateKey()));
        Assert.Equal(KeyProblem.UnknownKind, Problem(otherCurve.ExportPkcs8PrivateKey()));
        Assert.Equal(KeyProblem.NeedsPassphrase, Problem(Ascii(TestKeys.EncryptedEd25519)));
        Assert.Equal(KeyProblem.WrongPassphrase, Problem(Ascii(TestKeys.EncryptedEd25519), "Secret"));
        Assert.Equal(KeyProblem.OldEncryption, Problem(
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"u8));
        Assert.Equal(KeyProblem.NotAKey, Problem("hello"u8));
        Assert.Equal(KeyProblem.NotAKey, Problem([]));
        Assert.Equal(KeyProblem.NotAKey, Problem(new byte[100_000]));
        Assert.Equal(KeyProblem.Damaged, Problem(Ascii(PemEncoding.WriteString("RSA PRIVATE KEY", damaged))));
    }

    [Fact]
    public void A_short_RSA_key_is_taken_as_legacy()
    {
        using RSA weak = RSA.Create(1024);

        Assert.True(PrivateKey.TryRead(weak.ExportPkcs8PrivateKey(), [], allowLegacy: true, out PrivateKey? key, out _));
        Assert.Equal(1024, key.PublicKey.Bits);
        key.Dispose();
    }

    [Fact]
    public void Nothing_is_signed_with_SHA1_and_nothing_after_disposal()
    {
        Assert.True(SignatureCatalog.TryFind("rsa", out SignatureAlgorithm legacy));
        Assert.True(SignatureCatalog.TryFind("rsa-pss-sha256", out SignatureAlgorithm modern));
        PrivateKey key = Make(KeyKind.Rsa);

        Assert.Throws<ArgumentException>(() => key.Sign(legacy, Message));
        Assert.True(key.PublicKey.Verify(legacy, Message, Rsa.SignData(Message, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)));
        key.Dispose();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign(modern, Message));
    }

    [Fact]
    public void Never_shows_the_key()
    {
        using PrivateKey key = TestKeys.Read(TestKeys.Ed25519);

        Assert.Equal("PrivateKey(Ed25519 255)", key.ToString());
    }

    [Fact]
    public void Damaged_files_never_throw()
    {
        var random = new Random(5958);
        byte[][] files = [Rsa.ExportPkcs8PrivateKey(), Rsa.ExportRSAPrivateKey(), Ascii(TestKeys.EncryptedEd25519), Ascii(TestKeys.Ed448)];
        for (int round = 0; round < 200; round++)
        {
            byte[] file = [.. files[round % files.Length]];
            file[random.Next(Math.Min(60, file.Length))] = (byte)random.Next(256);
            bool read = PrivateKey.TryRead(
                file.AsSpan(0, random.Next(8) == 0 ? random.Next(file.Length) : file.Length), "secret", true, out PrivateKey? key, out _);
            Assert.Equal(read, key is not null);
            key?.Dispose();
        }
    }

    private static PrivateKey Make(KeyKind kind)
    {
        switch (kind)
        {
            case KeyKind.Rsa:
                return TestKeys.Read(Rsa.ExportPkcs8PrivateKeyPem());
            case KeyKind.Ed25519:
                return TestKeys.Read(TestKeys.Ed25519);
            case KeyKind.Ed448:
                return TestKeys.Read(TestKeys.Ed448);
            default:
                using (ECDsa ec = ECDsa.Create(kind switch
                {
                    KeyKind.EcdsaP256 => ECCurve.NamedCurves.nistP256,
                    KeyKind.EcdsaP384 => ECCurve.NamedCurves.nistP384,
                    _ => ECCurve.NamedCurves.nistP521,
                }))
                {
                    return TestKeys.Read(ec.ExportPkcs8PrivateKeyPem());
                }
        }
    }

    private static void AssertSigns(string pem, string name, string signature)
    {
        Assert.True(SignatureCatalog.TryFind(name, out SignatureAlgorithm algorithm));
        using PrivateKey key = TestKeys.Read(pem);

        Assert.Equal(signature, Convert.ToHexStringLower(key.Sign(algorithm, Message)));
    }

    private static void AssertReads(byte[] publicKey, byte[] file)
    {
        bool read = PrivateKey.TryRead(file, "secret", false, out PrivateKey? key, out KeyProblem problem);

        Assert.Equal(KeyProblem.None, problem);
        Assert.True(read);
        Assert.Equal(publicKey, key!.PublicKey.Encoded.ToArray());
        key.Dispose();
    }

    private static KeyProblem Problem(ReadOnlySpan<byte> file, string passphrase = "")
    {
        Assert.False(PrivateKey.TryRead(file, passphrase, allowLegacy: false, out PrivateKey? key, out KeyProblem problem));
        Assert.Null(key);
        return problem;
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
