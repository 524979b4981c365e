using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Proposals;
using Pipeline.UnitTests.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V1.Keys;

/// <summary>RFC 2409 §5, appendix B: keys longer than the hash, and DES keys that must not be used.</summary>
public sealed class KeyScheduleV1Tests
{
    private static readonly KeyScheduleV1 Schedule = new(Phase1Hash.Find(OakleyHash.Md5)!);

    [Fact]
    public void A_key_longer_than_the_hash_is_lengthened_block_by_block()
    {
        byte[] skeyidE = [.. Enumerable.Range(0, 16).Select(number => (byte)number)];
        byte[] first = Hmac(skeyidE, [0]);
        byte[] second = Hmac(skeyidE, first);
        using var secret = new SecretBytes(skeyidE);

        using SecretBytes? key = Schedule.EncryptionKey(secret, Find("3des-cbc"));

        Assert.Equal([.. first, .. second[..8]], key!.Span);
    }

    [Fact]
    public void A_key_shorter_than_the_hash_is_its_beginning()
    {
        using var secret = new SecretBytes([.. Enumerable.Range(0, 16).Select(number => (byte)number)]);

        using SecretBytes? key = Schedule.EncryptionKey(secret, Find("aes128-cbc"));

        Assert.Equal(secret.Span, key!.Span);
    }

    [Theory]
    [InlineData("0123456789abcdef1112131415161718", "0123456789abcdef")]
    [InlineData("01010101010101011112131415161718", "1112131415161718")]
    [InlineData("0101010101010101fefefefefefefefe", null)]
    public void Weak_keys_of_des_are_passed_over(string skeyidE, string? expected)
    {
        using var secret = new SecretBytes(Convert.FromHexString(skeyidE));

        using SecretBytes? key = Schedule.EncryptionKey(secret, Find("des-cbc"));

        Assert.Equal(expected, key is null ? null : Convert.ToHexStringLower(key.Span));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Key_material_of_a_child_is_lengthened_with_everything_in_every_block(bool hasSecret)
    {
        byte[] skeyidD = [7, 7, 7];
        byte[] shared = hasSecret ? [8, 8] : [];
        byte[] seed = [.. shared, 3, 0, 0, 2, 0, 1, 2, 3, 4];
        byte[] first = Hmac(skeyidD, seed);
        byte[] second = Hmac(skeyidD, [.. first, .. seed]);
        byte[] third = Hmac(skeyidD, [.. second, .. seed]);
        using var derivation = new SecretBytes(skeyidD);
        using var secret = new SecretBytes(shared);
        var sa = new QuickModeSa(IsakmpProtocol.Esp, 0x100, 0x200, (byte[])[1, 2], (byte[])[3, 4]);

        using ChildSaKeys keys = Schedule.Child(
            derivation, TestSuites.Find("3des-cbc+hmac-sha1-96"), sa, hasSecret ? secret : null);

        byte[] material = [.. first, .. second, .. third];
        Assert.Equal(material.AsSpan(0, 24), keys.InitiatorEncryption.Span);
        Assert.Equal(material.AsSpan(24, 20), keys.InitiatorIntegrity.Span);
        Assert.False(keys.ResponderEncryption.FixedTimeEquals(keys.InitiatorEncryption.Span));
    }

    [Fact]
    public void Disposing_the_keys_erases_them()
    {
        using var secret = new SecretBytes([1]);
        var exchange = new Phase1Exchange(1, 2, (byte[])[3], (byte[])[4], default, default, default);

        Phase1Keys keys = Schedule.OfSignatures(secret, exchange);
        keys.Dispose();

        Assert.True(keys.Skeyid.IsErased && keys.SkeyidD.IsErased && keys.SkeyidA.IsErased && keys.SkeyidE.IsErased);
    }

    private static EncryptionAlgorithm Find(string name) =>
        TransformCatalog.TryFindEncryption(name, out EncryptionAlgorithm algorithm) ? algorithm : throw new ArgumentException(name);

    private static byte[] Hmac(byte[] key, byte[] input) => CryptographicOperations.HmacData(HashAlgorithmName.MD5, key, input);
}
