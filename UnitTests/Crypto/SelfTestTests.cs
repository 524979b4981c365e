using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Crypto.KeyDerivation;
using Xunit;

namespace Pipeline.UnitTests.Crypto;

/// <summary>Known answers at start: silent when right, and by name when wrong.</summary>
public sealed class SelfTestTests
{
    [Fact]
    public void Passes_on_this_machine()
    {
        SelfTest.Run();
    }

    [Fact]
    public void Covers_every_family()
    {
        string[] families =
        [
            "aes128-gcm", "aes128-gmac", "aes128-ccm", "chacha20-poly1305", "aes128-cbc", "aes256-ctr", "3des-cbc",
            "des-cbc", "hmac-md5-96", "hmac-sha1-96", "hmac-sha256-128", "hmac-sha384-192", "hmac-sha512-256",
            "aes-xcbc-96", "aes-cmac-96",
            .. PrfCatalog.All.Where(row => !row.IsLegacy).Select(row => row.Name),
            "curve25519", "curve448", "ecp256", "ecp384", "ecp521", "modp2048",
            "rsa-pkcs1-sha256", "rsa-pss-sha256", "ecdsa-256", "ed25519",
        ];

        List<KnownAnswer> answers = [.. SelfTest.Answers];

        Assert.All(families, family => Assert.Contains(
            answers, answer => answer.Algorithm.StartsWith(family + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public void One_wrong_bit_anywhere_is_found()
    {
        foreach (KnownAnswer answer in SelfTest.Answers)
        {
            KnownAnswer wrong = answer with { Compute = () => OneBitWrong(answer.Compute()) };

            var failure = Assert.Throws<CryptographicException>(() => SelfTest.Run([wrong]));

            Assert.Contains(answer.Algorithm, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_the_algorithm_that_is_wrong()
    {
        var wrong = new KnownAnswer("aes128-gcm", "00", () => [1]);

        var failure = Assert.Throws<CryptographicException>(() => SelfTest.Run([wrong]));

        Assert.Contains("aes128-gcm", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_algorithm_that_the_platform_lacks()
    {
        var lacking = new KnownAnswer("hmac-md5-96", "00", () => throw new PlatformNotSupportedException());

        var failure = Assert.Throws<CryptographicException>(() => SelfTest.Run([lacking]));

        Assert.Contains("hmac-md5-96", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] OneBitWrong(byte[] right)
    {
        right[^1] ^= 1;
        return right;
    }
}
