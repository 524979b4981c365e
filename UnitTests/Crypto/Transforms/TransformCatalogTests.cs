using Pipeline.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>Names, IANA numbers and the rules of RFC 8221.</summary>
public sealed class TransformCatalogTests
{
    [Theory]
    [InlineData("aes128-gcm", "aes128-gcm", 20, 20)]
    [InlineData("AES256GCM16", "aes256-gcm", 20, 20)]
    [InlineData("aes192gcm8", "aes192-gcm-8", 18, 18)]
    [InlineData("aes128gcm96", "aes128-gcm-12", 19, 19)]
    [InlineData("aes128ccm16", "aes128-ccm", 16, 16)]
    [InlineData("aes256ccm", "aes256-ccm", 16, 16)]
    [InlineData("aes128-ccm-8", "aes128-ccm-8", 14, 14)]
    [InlineData("aes128gmac", "aes128-gmac", 23, 21)]
    [InlineData("chacha20poly1305", "chacha20-poly1305", 0, 28)]
    [InlineData("aes128", "aes128-cbc", 12, 12)]
    [InlineData("aes256ctr", "aes256-ctr", 13, 13)]
    [InlineData("3DES", "3des-cbc", 3, 3)]
    [InlineData("des", "des-cbc", 2, 2)]
    [InlineData("null", "null", 11, 11)]
    public void Finds_an_encryption_algorithm(string spelling, string name, int ikev1Id, int ikev2Id)
    {
        bool found = TransformCatalog.TryFindEncryption(spelling, out EncryptionAlgorithm algorithm);

        Assert.True(found);
        Assert.Equal(name, algorithm.Name);
        Assert.Equal(name, algorithm.ToString());
        Assert.Equal(ikev1Id, algorithm.Ikev1EspId);
        Assert.Equal(ikev2Id, algorithm.Ikev2Id);
    }

    [Theory]
    [InlineData("sha256", "hmac-sha256-128", 5, 5, 12)]
    [InlineData("hmac-sha384", "hmac-sha384-192", 6, 6, 13)]
    [InlineData("SHA512", "hmac-sha512-256", 7, 7, 14)]
    [InlineData("sha1", "hmac-sha1-96", 3, 2, 2)]
    [InlineData("md5", "hmac-md5-96", 2, 1, 1)]
    [InlineData("aesxcbc", "aes-xcbc-96", 9, 9, 5)]
    [InlineData("aescmac", "aes-cmac-96", 0, 0, 8)]
    [InlineData("aes128gmac", "aes128-gmac", 11, 11, 9)]
    [InlineData("aes256-gmac", "aes256-gmac", 13, 13, 11)]
    [InlineData("none", "none", 0, 0, 0)]
    public void Finds_an_integrity_algorithm(string spelling, string name, int ahId, int authenticationId, int ikev2Id)
    {
        bool found = TransformCatalog.TryFindIntegrity(spelling, out IntegrityAlgorithm algorithm);

        Assert.True(found);
        Assert.Equal(name, algorithm.Name);
        Assert.Equal(name, algorithm.ToString());
        Assert.Equal(ahId, algorithm.Ikev1AhId);
        Assert.Equal(authenticationId, algorithm.Ikev1AuthenticationId);
        Assert.Equal(ikev2Id, algorithm.Ikev2Id);
    }

    [Theory]
    [InlineData("aes128-gcm", "aes128-gcm", "none")]
    [InlineData("aes128-gcm-12", "aes128-gcm-12", "none")]
    [InlineData("aes128-cbc+hmac-sha256-128", "aes128-cbc", "hmac-sha256-128")]
    [InlineData("aes128-cbc-sha256", "aes128-cbc", "hmac-sha256-128")]
    [InlineData("aes128-sha256", "aes128-cbc", "hmac-sha256-128")]
    [InlineData("3des-sha1", "3des-cbc", "hmac-sha1-96")]
    [InlineData("3des-cbc-hmac-md5-96", "3des-cbc", "hmac-md5-96")]
    [InlineData("NULL-aes-xcbc-96", "null", "aes-xcbc-96")]
    [InlineData("aes256-ctr+none", "aes256-ctr", "none")]
    public void Reads_a_suite(string suite, string encryption, string integrity)
    {
        bool read = TransformCatalog.TryParseSuite(suite, out EncryptionAlgorithm cipher, out IntegrityAlgorithm mac);

        Assert.True(read);
        Assert.Equal(encryption, cipher.Name);
        Assert.Equal(integrity, mac.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("aes")]
    [InlineData("aes128-")]
    [InlineData("+sha1")]
    [InlineData("aes128-cbc+")]
    [InlineData("sha256-aes128")]
    [InlineData("aes512-gcm")]
    public void Does_not_read_an_unknown_suite(string suite)
    {
        Assert.False(TransformCatalog.TryParseSuite(suite, out _, out _));
    }

    [Theory]
    [InlineData("des-cbc+sha1", "des-cbc has a 56-bit key and is refused; set allowLegacy")]
    [InlineData("3des-cbc+sha1", "3des-cbc has 64-bit blocks")]
    [InlineData("aes128+md5", "hmac-md5-96 rests on a broken hash and is refused; set allowLegacy")]
    [InlineData("aes128", "aes128-cbc without an integrity algorithm")]
    [InlineData("aes128ctr+none", "aes128-ctr without an integrity algorithm")]
    public void Refuses_a_weak_suite_unless_legacy_is_allowed(string suite, string refusalStart)
    {
        Assert.True(TransformCatalog.TryParseSuite(suite, out EncryptionAlgorithm encryption, out IntegrityAlgorithm integrity));

        PacketTransform? refused = TransformCatalog.TryEsp(encryption, integrity, allowLegacy: false, out string refusal);
        PacketTransform? allowed = TransformCatalog.TryEsp(encryption, integrity, allowLegacy: true, out string empty);

        Assert.Null(refused);
        Assert.StartsWith(refusalStart, refusal, StringComparison.Ordinal);
        Assert.Contains("allowLegacy", refusal, StringComparison.Ordinal);
        Assert.NotNull(allowed);
        Assert.Equal(string.Empty, empty);
    }

    [Theory]
    [InlineData("null+none", "RFC 4303")]
    [InlineData("aes128-gcm+sha256", "authenticates by itself")]
    [InlineData("chacha20-poly1305+sha1", "authenticates by itself")]
    [InlineData("aes128-cbc+aes128-gmac", "for AH only")]
    public void Never_makes_an_impossible_suite(string suite, string reason)
    {
        Assert.True(TransformCatalog.TryParseSuite(suite, out EncryptionAlgorithm encryption, out IntegrityAlgorithm integrity));

        PacketTransform? transform = TransformCatalog.TryEsp(encryption, integrity, allowLegacy: true, out string refusal);

        Assert.Null(transform);
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", true, "protects nothing")]
    [InlineData("md5", false, "allowLegacy")]
    public void Refuses_AH_that_protects_nothing_or_little(string integrity, bool allowLegacy, string reason)
    {
        TransformCatalog.TryFindIntegrity(integrity, out IntegrityAlgorithm algorithm);

        PacketTransform? transform = TransformCatalog.TryAh(algorithm, allowLegacy, out string refusal);

        Assert.Null(transform);
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Makes_each_transform_once()
    {
        Assert.True(TransformCatalog.TryParseSuite("aes128-sha256", out EncryptionAlgorithm cbc, out IntegrityAlgorithm sha256));
        TransformCatalog.TryFindEncryption("aes128-gmac", out EncryptionAlgorithm gmac);
        TransformCatalog.TryFindIntegrity("aes128-gmac", out IntegrityAlgorithm ahGmac);

        Assert.Same(TransformCatalog.TryEsp(cbc, sha256, false, out _), TransformCatalog.TryEsp(cbc, sha256, true, out _));
        Assert.Same(TransformCatalog.TryAh(sha256, false, out _), TransformCatalog.TryAh(sha256, true, out _));
        Assert.NotSame(
            TransformCatalog.TryEsp(gmac, TransformCatalog.NoIntegrity, false, out _),
            TransformCatalog.TryAh(ahGmac, false, out _));
    }

    [Fact]
    public void Every_ESP_transform_has_the_lengths_of_its_row()
    {
        foreach (EncryptionAlgorithm row in TransformCatalog.Encryptions)
        {
            TransformCatalog.TryFindIntegrity("sha256", out IntegrityAlgorithm sha256);
            IntegrityAlgorithm integrity = row.IsCombined ? TransformCatalog.NoIntegrity : sha256;
            PacketTransform transform = TransformCatalog.TryEsp(row, integrity, allowLegacy: true, out _)!;

            Assert.Equal(row.IsCombined ? row.Name : $"{row.Name}+{integrity.Name}", transform.Name);
            Assert.Equal(row.KeyLength, transform.EncryptionKeyLength);
            Assert.Equal(integrity.KeyLength, transform.IntegrityKeyLength);
            Assert.Equal(row.IvLength, transform.IvLength);
            Assert.Equal(row.IsCombined ? row.IcvLength : integrity.IcvLength, transform.IcvLength);
            Assert.Equal(row.BlockLength, transform.BlockLength);
            Assert.True(row.BlockLength >= 4 && row.StrengthBits <= row.KeyBits);
            Assert.True(!row.TakesKeyLengthAttribute || row.KeyBits is 128 or 192 or 256);
        }
    }

    [Fact]
    public void Every_AH_transform_has_the_lengths_of_its_row()
    {
        foreach (IntegrityAlgorithm row in TransformCatalog.Integrities.Where(row => !row.IsNone))
        {
            PacketTransform transform = TransformCatalog.TryAh(row, allowLegacy: true, out _)!;

            Assert.Equal(row.Name, transform.Name);
            Assert.Equal(0, transform.EncryptionKeyLength);
            Assert.Equal(row.KeyLength, transform.IntegrityKeyLength);
            Assert.Equal(row.IvLength, transform.IvLength);
            Assert.Equal(row.IcvLength, transform.IcvLength);
            Assert.Equal(4, transform.BlockLength);
            Assert.Equal(row.StrengthBits, (row.KeyLength - row.SaltLength) * 8);
        }
    }
}
