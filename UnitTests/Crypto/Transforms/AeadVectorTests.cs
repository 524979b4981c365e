using Pipeline.Crypto.Transforms.Aead;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>Combined algorithms by themselves: the GCM specification, RFC 3610 (CCM).</summary>
public sealed class AeadVectorTests
{
    [Theory]
    [InlineData("Crypto/gcm-specification")]
    [InlineData("Crypto/rfc3610")]
    public void Encrypts_and_makes_the_tag(string file)
    {
        foreach (VectorCase vector in VectorFile.Read(file))
        {
            using AeadKey key = Expand(file, vector.Bytes("key"));
            byte[] text = vector.Bytes("text");
            byte[] tag = new byte[vector.Bytes("tag").Length];

            key.Encrypt(vector.Bytes("nonce"), text, text, tag, vector.Bytes("associated"));

            Assert.Equal(vector.Text("ciphertext"), Convert.ToHexStringLower(text));
            Assert.Equal(vector.Text("tag"), Convert.ToHexStringLower(tag));
        }
    }

    [Fact]
    public void A_short_GCM_tag_is_the_front_of_the_long_one()
    {
        using var key = new AesGcmKey(new byte[16]);
        byte[] whole = new byte[16];
        byte[] front = new byte[8];

        key.Encrypt(new byte[12], default, default, whole, [1, 2, 3]);
        key.Encrypt(new byte[12], default, default, front, [1, 2, 3]);

        Assert.Equal(whole[..8], front);
    }

    private static AeadKey Expand(string file, byte[] key) => file switch
    {
        "Crypto/gcm-specification" => new AesGcmKey(key),
        _ => new AesCcmKey(key),
    };
}
