using Pipeline.Crypto.Signatures;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Signatures;

/// <summary>RFC 7427 appendix A: the bytes that name an algorithm, both ways, and which one is chosen for a peer.</summary>
public sealed class SignatureCatalogTests
{
    private const string Sha256 = "300d06096086480165030402010500";
    private const string Sha256WithoutNull = "300b0609608648016503040201";
    private const string Sha512 = "300d06096086480165030402030500";

    [Theory]
    [InlineData("rsa-pkcs1-sha256", "300d06092a864886f70d01010b0500")]
    [InlineData("rsa-sha512", "300d06092a864886f70d01010d0500")]
    [InlineData("ecdsa-sha384", "300a06082a8648ce3d040303")]
    [InlineData("ed25519", "300506032b6570")]
    [InlineData(
        "rsa-pss-sha256",
        "304606092a864886f70d01010a3039a00f300d06096086480165030402010500a11c301a06092a864886f70d010108"
        + "300d06096086480165030402010500a203020120a303020101")]
    public void The_bytes_are_those_of_the_RFC(string name, string bytes)
    {
        Assert.True(SignatureCatalog.TryFind(name, out SignatureAlgorithm algorithm));
        Assert.True(SignatureCatalog.TryRead(Convert.FromHexString(bytes), out SignatureAlgorithm read));

        Assert.Equal(bytes, Convert.ToHexStringLower(algorithm.Identifier));
        Assert.Same(algorithm, read);
    }

    [Fact]
    public void Every_way_with_bytes_is_read_back_and_none_shares_them()
    {
        foreach (SignatureAlgorithm algorithm in SignatureCatalog.All.Where(row => row.Method == 14))
        {
            Assert.True(SignatureCatalog.TryRead(algorithm.Identifier, out SignatureAlgorithm read));
            Assert.Same(algorithm, read);
            Assert.False(SignatureCatalog.TryRead([.. algorithm.Identifier, 0], out _));
            Assert.False(SignatureCatalog.TryRead(algorithm.Identifier[..^1], out _));
        }
    }

    [Theory]
    [InlineData(Sha256, Sha256, "20", "", "rsa-pss-sha256")] // the default trailer left out, as DER wants
    [InlineData(Sha256WithoutNull, Sha256WithoutNull, "20", "", "rsa-pss-sha256")]
    [InlineData(Sha512, Sha512, "40", "a303020101", "rsa-pss-sha512")]
    [InlineData(Sha256, Sha512, "20", "", null)] // the mask is made with another hash
    [InlineData(Sha256, Sha256, "14", "", null)] // a salt shorter than the hash
    [InlineData(Sha256, Sha256, "20", "a303020102", null)]
    [InlineData("300706052b0e03021a", "300706052b0e03021a", "14", "", null)] // SHA-1
    public void Parameters_of_PSS_are_read_in_any_spelling(string hash, string mask, string salt, string trailer, string? name)
    {
        string maskSequence = Sequence("06092a864886f70d010108" + mask);
        string parameters = Sequence(Tagged("a0", hash) + Tagged("a1", maskSequence) + "a2030201" + salt + trailer);

        bool read = SignatureCatalog.TryRead(
            Convert.FromHexString(Sequence("06092a864886f70d01010a" + parameters)), out SignatureAlgorithm algorithm);

        Assert.Equal(name is not null, read);
        Assert.Equal(name, algorithm?.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("300b06092a864886f70d01010b")] // NULL is missing
    [InlineData("300f06092a864886f70d01010a3002a000")]
    [InlineData("300d06092a864886f70d01010a3000")] // PSS with SHA-1, by default
    [InlineData("300d06092a864886f70d0101040500")] // MD5
    public void Other_bytes_are_refused(string bytes)
    {
        Assert.False(SignatureCatalog.TryRead(Convert.FromHexString(bytes), out _));
    }

    [Fact]
    public void Damaged_bytes_never_throw()
    {
        var random = new Random(7427);
        Assert.True(SignatureCatalog.TryFind("rsa-pss-sha256", out SignatureAlgorithm pss));
        for (int round = 0; round < 5000; round++)
        {
            byte[] bytes = pss.Identifier.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));

            _ = SignatureCatalog.TryRead(bytes.AsSpan(0, random.Next(bytes.Length + 1)), out _);
        }
    }

    [Theory]
    [InlineData(1, "rsa")]
    [InlineData(9, "ecdsa-256")]
    [InlineData(10, "ecdsa-384")]
    [InlineData(11, "ecdsa-521")]
    public void Methods_of_old_name_one_algorithm(int method, string name)
    {
        Assert.True(SignatureCatalog.TryFind(method, out SignatureAlgorithm algorithm));
        Assert.Equal(name, algorithm.Name);
        Assert.True(algorithm.Identifier.IsEmpty);
    }

    [Fact]
    public void Other_methods_name_none()
    {
        Assert.All((int[])[0, 2, 3, 12, 13, 14, 255], method => Assert.False(SignatureCatalog.TryFind(method, out _)));
    }

    [Theory]
    [InlineData(KeyKind.Rsa, "rsa-pss-sha256")]
    [InlineData(KeyKind.EcdsaP256, "ecdsa-sha256")]
    [InlineData(KeyKind.EcdsaP384, "ecdsa-sha384")]
    [InlineData(KeyKind.EcdsaP521, "ecdsa-sha512")]
    [InlineData(KeyKind.Ed25519, "ed25519")]
    public void The_first_choice_fits_the_key(KeyKind key, string name)
    {
        Assert.Equal(name, SignatureCatalog.Choices(key, SignatureCatalog.Hashes.ToArray())[0].Name);
    }

    [Fact]
    public void A_choice_needs_a_hash_that_the_peer_knows()
    {
        Assert.Equal(["ecdsa-sha512", "ecdsa-256"], Names(KeyKind.EcdsaP256, SignatureHash.Sha512));
        Assert.Equal(["ecdsa-384"], Names(KeyKind.EcdsaP384));
        Assert.Empty(Names(KeyKind.Ed25519, SignatureHash.Sha256));
        Assert.Empty(Names(KeyKind.Rsa, SignatureHash.Sha1));
    }

    private static IEnumerable<string> Names(KeyKind key, params SignatureHash[] hashes) =>
        SignatureCatalog.Choices(key, hashes).Select(choice => choice.Name);

    private static string Sequence(string content) => Tagged("30", content);

    private static string Tagged(string tag, string content) => $"{tag}{content.Length / 2:x2}{content}";
}
