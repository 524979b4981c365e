using Pipeline.Crypto.Transforms.Aead;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>AES-CCM by itself: the packet vectors of RFC 3610.</summary>
public sealed class AesCcmVectorTests
{
    [Fact]
    public void Encrypts_and_makes_the_tag()
    {
        foreach (VectorCase vector in VectorFile.Read("Crypto/rfc3610"))
        {
            using var key = new AesCcmKey(vector.Bytes("key"));
            byte[] text = vector.Bytes("text");
            byte[] tag = new byte[vector.Bytes("tag").Length];

            key.Encrypt(vector.Bytes("nonce"), text, text, tag, vector.Bytes("associated"));

            Assert.Equal(vector.Text("ciphertext"), Convert.ToHexStringLower(text));
            Assert.Equal(vector.Text("tag"), Convert.ToHexStringLower(tag));
        }
    }
}
