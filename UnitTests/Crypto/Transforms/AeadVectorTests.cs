using Pipeline.Crypto.Transforms.Aead;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>Combined algorithms by themselves: RFC 3610 (CCM).</summary>
public sealed class AeadVectorTests
{
    [Theory]
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

    private static AeadKey Expand(string file, byte[] key) => file switch
    {
        _ => new AesCcmKey(key),
    };
}
