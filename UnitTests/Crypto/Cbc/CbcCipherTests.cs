using Pipeline.Crypto.Cbc;
using Pipeline.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Cbc;

/// <summary>CBC with an IV from outside: NIST SP 800-38A appendix F.2, FIPS 81 appendix C.</summary>
public sealed class CbcCipherTests
{
    // FIPS 81: "Now is the time for all ".
    private const string FipsText = "4e6f77206973207468652074696d6520666f7220616c6c20";
    private const string FipsCiphertext = "e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6";

    [Theory]
    [InlineData(
        "aes128-cbc", "2b7e151628aed2a6abf7158809cf4f3c", "000102030405060708090a0b0c0d0e0f",
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51",
        "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2")]
    [InlineData(
        "aes192-cbc", "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "000102030405060708090a0b0c0d0e0f",
        "6bc1bee22e409f96e93d7e117393172a", "4f021db243bc633d7178183a9fa071e8")]
    [InlineData(
        "aes256-cbc", "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4", "000102030405060708090a0b0c0d0e0f",
        "6bc1bee22e409f96e93d7e117393172a", "f58c4c04d6e5f1ba779eabfb5f7bfbd6")]
    [InlineData("des-cbc", "0123456789abcdef", "1234567890abcdef", FipsText, FipsCiphertext)]
    [InlineData("3des-cbc", "0123456789abcdef0123456789abcdef0123456789abcdef", "1234567890abcdef", FipsText, FipsCiphertext)]
    public void Encrypts_and_decrypts_as_published(string name, string key, string iv, string text, string ciphertext)
    {
        using CbcCipher cipher = CbcCipher.Create(Find(name), Convert.FromHexString(key));
        byte[] bytes = Convert.FromHexString(text);
        byte[] chain = Convert.FromHexString(iv);

        cipher.Encrypt(bytes, chain);

        Assert.Equal(ciphertext, Convert.ToHexStringLower(bytes));
        Assert.Equal(bytes[^cipher.BlockLength..], chain);

        chain = Convert.FromHexString(iv);
        cipher.Decrypt(bytes, chain);
        Assert.Equal(text, Convert.ToHexStringLower(bytes));
        Assert.EndsWith(Convert.ToHexStringLower(chain), ciphertext, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("des-cbc")]
    [InlineData("3des-cbc")]
    [InlineData("aes128-cbc")]
    public void Takes_the_weakest_key_there_is(string name)
    {
        EncryptionAlgorithm algorithm = Find(name);
        using CbcCipher cipher = CbcCipher.Create(algorithm, new byte[algorithm.KeyLength]);
        var text = new byte[2 * cipher.BlockLength];

        cipher.Decrypt(text, new byte[cipher.BlockLength]);

        Assert.NotEqual(new byte[2 * cipher.BlockLength], text);
    }

    [Theory]
    [InlineData("aes128-gcm")]
    [InlineData("aes128-ctr")]
    [InlineData("null")]
    public void Refuses_what_is_no_cbc(string name)
    {
        Assert.False(CbcCipher.Has(Find(name)));
        Assert.Throws<ArgumentException>(() => CbcCipher.Create(Find(name), new byte[Find(name).KeyLength]));
    }

    [Theory]
    [InlineData("0101010101010101", true)]
    [InlineData("0000000000000000", true)] // the same key: parity does not count
    [InlineData("e1e1e1e1f0f0f0f0", true)]
    [InlineData("01fe01fe01fe01fe", true)] // semi-weak
    [InlineData("0123456789abcdef", false)]
    public void Knows_the_weak_keys_of_des(string key, bool isWeak)
    {
        Assert.Equal(isWeak, DesWeakKeys.Contains(Convert.FromHexString(key)));
    }

    private static EncryptionAlgorithm Find(string name) =>
        TransformCatalog.TryFindEncryption(name, out EncryptionAlgorithm algorithm) ? algorithm : throw new ArgumentException(name);
}
