using Pipeline.Crypto.Kernels.AesBlocks;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels.AesBlocks;

/// <summary>FIPS 197 §5.2: key expansion by instructions and without.</summary>
public sealed class AesKeyScheduleTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ends_with_the_round_key_that_FIPS_197_prints(bool useInstructions)
    {
        foreach (VectorCase vector in VectorFile.Read("Crypto/fips197"))
        {
            byte[] key = vector.Bytes("key");
            byte[] roundKeys = new byte[AesKeySchedule.RoundKeysLength(key.Length)];

            AesKeySchedule.Expand(key, roundKeys, useInstructions);

            Assert.Equal(vector.Text("lastRoundKey"), Convert.ToHexStringLower(roundKeys.AsSpan(^16..)));
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void Both_ways_agree_on_random_keys(int keyLength)
    {
        var random = new Random(keyLength);
        byte[] key = new byte[keyLength];
        byte[] one = new byte[AesKeySchedule.RoundKeysLength(keyLength)];
        byte[] other = new byte[one.Length];
        for (int round = 0; round < 200; round++)
        {
            random.NextBytes(key);
            AesKeySchedule.Expand(key, one, useInstructions: true);
            AesKeySchedule.Expand(key, other, useInstructions: false);

            Assert.Equal(one, other);
        }
    }
}
