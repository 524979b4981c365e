using Pipeline.Crypto.Transforms.Blocks;
using Pipeline.Crypto.Transforms.Integrity;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>
/// HMAC-MD5 (RFC 2202 for 2403), AES-XCBC-MAC (RFC 3566), AES-CMAC (RFC 4493, 4494). HMAC over SHA is with its kernels.
/// </summary>
public sealed class IntegrityVectorTests
{
    [Theory]
    [InlineData("Crypto/rfc3566")]
    [InlineData("Crypto/rfc4493")]
    [InlineData("Crypto/rfc4494")]
    public void Computes_the_value_however_the_input_is_divided(string file)
    {
        foreach (VectorCase vector in VectorFile.Read(file))
        {
            using IntegrityKey key = Expand(file, vector);
            byte[] input = vector.Bytes("input");
            byte[] icv = new byte[vector.Bytes("mac").Length];
            for (int step = 0; step < 3; step++)
            {
                int first = input.Length / 4 * step;
                int last = Math.Min(input.Length, first + 4);

                key.Compute(new AuthenticatedBytes(input.AsSpan(0, first), input.AsSpan(first, last - first), input.AsSpan(last), default), icv);

                Assert.Equal(vector.Text("mac"), Convert.ToHexStringLower(icv));
            }
        }
    }

    [Fact]
    public void Computes_HMAC_MD5()
    {
        foreach (VectorCase vector in VectorFile.Read("Crypto/rfc2202").Where(vector => vector.Text("hash") == "MD5"))
        {
            using var key = new HmacMd5Key(vector.Bytes("key"));
            byte[] icv = new byte[vector.Bytes("mac").Length];

            key.Compute(new AuthenticatedBytes(default, default, vector.Bytes("input"), default), icv);

            Assert.Equal(vector.Text("mac"), Convert.ToHexStringLower(icv));
        }
    }

    [Fact]
    public void The_high_sequence_bits_stand_behind_the_text()
    {
        using var key = new HmacMd5Key(new byte[16]);
        byte[] apart = new byte[12];
        byte[] together = new byte[12];

        key.Compute(new AuthenticatedBytes([1], [2], [3], [0, 0, 0, 4]), apart);
        key.Compute(new AuthenticatedBytes([1, 2, 3, 0, 0, 0, 4], default, default, default), together);

        Assert.Equal(together, apart);
    }

    private static AesMacKey Expand(string file, VectorCase vector) => file switch
    {
        "Crypto/rfc3566" => AesMacKey.Xcbc(vector.Bytes("key")),
        _ => AesMacKey.Cmac(vector.Bytes("key")),
    };
}
