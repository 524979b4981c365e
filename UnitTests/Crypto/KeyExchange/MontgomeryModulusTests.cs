using System.Numerics;
using Pipeline.Crypto.KeyExchange;
using Xunit;

namespace Pipeline.UnitTests.Crypto.KeyExchange;

/// <summary>The managed powers against .NET's, at random and at the edges.</summary>
public sealed class MontgomeryModulusTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(768)]
    [InlineData(1024)]
    public void Agrees_with_BigInteger(int bits)
    {
        var random = new Random(bits);
        for (int round = 0; round < 20; round++)
        {
            byte[] modulus = new byte[bits / 8], exponent = new byte[random.Next(1, 40)];
            random.NextBytes(modulus);
            random.NextBytes(exponent);
            modulus[0] |= 0x80;
            modulus[^1] |= 1;
            var n = new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
            var prepared = new MontgomeryModulus(modulus);

            foreach (BigInteger value in (BigInteger[])[0, 1, 2, n - 1, n - 2, n >> 1, n - (BigInteger.One << 40)])
            {
                byte[] power = new byte[modulus.Length];
                byte[] bytes = new byte[modulus.Length];
                byte[] digits = value.ToByteArray(isUnsigned: true, isBigEndian: true);
                digits.CopyTo(bytes, bytes.Length - digits.Length);

                prepared.Power(bytes, exponent, power);

                Assert.Equal(
                    BigInteger.ModPow(value, new BigInteger(exponent, isUnsigned: true, isBigEndian: true), n),
                    new BigInteger(power, isUnsigned: true, isBigEndian: true));
            }
        }
    }

    [Fact]
    public void The_largest_modulus_and_an_exponent_of_zero_are_no_exception()
    {
        byte[] modulus = [.. Enumerable.Repeat((byte)0xFF, 32)];
        byte[] value = [.. modulus[..^1], 0xFE];
        byte[] power = new byte[32];

        new MontgomeryModulus(modulus).Power(value, [0], power);

        Assert.Equal([.. new byte[31], 1], power);
    }
}
