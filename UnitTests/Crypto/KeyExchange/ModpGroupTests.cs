using System.Numerics;
using Pipeline.Crypto;
using Pipeline.Crypto.KeyExchange;
using Pipeline.Crypto.KeyExchange.Native;
using Xunit;

namespace Pipeline.UnitTests.Crypto.KeyExchange;

/// <summary>RFC 2409 §6, RFC 3526: the primes are what the RFCs' formula gives, and bad values are refused (RFC 6989 §2.1).</summary>
public sealed class ModpGroupTests
{
    [Theory]
    [InlineData(768, 149686)]
    [InlineData(1024, 129093)]
    [InlineData(1536, 741804)]
    [InlineData(2048, 124476)]
    [InlineData(3072, 1690314)]
    [InlineData(4096, 240904)]
    [InlineData(6144, 929484)]
    [InlineData(8192, 4743158)]
    public void The_prime_is_made_of_the_digits_of_pi(int bits, int added)
    {
        BigInteger two = 2;
        BigInteger expected = BigInteger.Pow(two, bits) - BigInteger.Pow(two, bits - 64) - 1
            + (BigInteger.Pow(two, 64) * (Pi(bits - 130) + added));

        Assert.Equal(expected, new BigInteger(ModpPrimes.OfBits(bits), isUnsigned: true, isBigEndian: true));
    }

    [Theory]
    [InlineData(768, 6)]
    [InlineData(1024, 6)]
    [InlineData(1536, 4)]
    [InlineData(2048, 4)]
    [InlineData(3072, 2)]
    [InlineData(4096, 1)]
    [InlineData(8192, 1)]
    public void Libcrypto_and_managed_code_agree(int bits, int rounds)
    {
        if (Libcrypto.Instance is not { } library)
        {
            Assert.Skip("libcrypto is not installed.");
            return;
        }

        GroupVectors.AssertTwins(ModpGroup.OnLibcrypto(bits, library), ModpGroup.Managed(bits), seed: bits, rounds);
    }

    [Theory]
    [InlineData(768)]
    [InlineData(2048)]
    public void Values_that_make_the_secret_predictable_are_refused(int bits)
    {
        var prime = new BigInteger(ModpPrimes.OfBits(bits), isUnsigned: true, isBigEndian: true);
        foreach (ModpGroup group in (ModpGroup[])[ModpGroup.OfBits(bits), ModpGroup.Managed(bits)])
        {
            foreach (BigInteger bad in (BigInteger[])[0, 1, prime - 1, prime, prime + 1, (BigInteger.One << bits) - 1])
            {
                Assert.False(group.TryRespond(SystemRandomSource.Instance, Bytes(bad, bits), out _, out _));
            }

            Assert.True(group.TryRespond(SystemRandomSource.Instance, Bytes(2, bits), out _, out _));
            Assert.True(group.TryRespond(SystemRandomSource.Instance, Bytes(prime - 2, bits), out _, out _));
        }
    }

    [Fact]
    public void A_source_of_zeros_still_makes_a_long_exponent()
    {
        using InitiatedExchange exchange = ModpGroup.OfBits(2048).Initiate(new FixedRandomSource(new byte[32]));

        var prime = new BigInteger(ModpPrimes.OfBits(2048), isUnsigned: true, isBigEndian: true);
        Assert.Equal(
            Bytes(BigInteger.ModPow(2, BigInteger.One << 255, prime), 2048), exchange.PublicValue.ToArray());
    }

    [Fact]
    public void An_exponent_has_at_least_twice_the_bits_of_the_strength()
    {
        // NIST SP 800-56A rev. 3 §5.6.1.1. The highest bit is always set, so it does not count.
        foreach (KeyExchangeMethod method in KeyExchangeCatalog.All.Where(row => row.Name.StartsWith("modp", StringComparison.Ordinal)))
        {
            var random = new CountingRandomSource();
            using InitiatedExchange exchange = method.Initiate(random);

            Assert.InRange((8 * random.Drawn) - 1, 2 * method.StrengthBits, 8 * method.SecretLength);
        }
    }

    [Fact]
    public void A_secret_keeps_its_leading_zeros()
    {
        // One secret in 256 begins with a zero byte: tries values until one does.
        ModpGroup group = ModpGroup.OfBits(768);
        for (int value = 2; ; value++)
        {
            Assert.True(group.TryRespond(new FixedRandomSource(new byte[32]), Bytes(value, 768), out _, out SecretBytes? secret));
            Assert.Equal(96, secret.Length);
            if (secret.Span[0] == 0)
            {
                break;
            }
        }
    }

    private sealed class CountingRandomSource : IRandomSource
    {
        internal int Drawn { get; private set; }

        public void Fill(Span<byte> destination)
        {
            SystemRandomSource.Instance.Fill(destination);
            Drawn += destination.Length;
        }
    }

    private static byte[] Bytes(BigInteger number, int bits)
    {
        byte[] padded = new byte[bits / 8];
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(padded, padded.Length - bytes.Length);
        return padded;
    }

    /// <summary>The integral part of 2^bits * pi, by Machin's formula: pi/4 = 4 arctan(1/5) - arctan(1/239).</summary>
    private static BigInteger Pi(int bits)
    {
        const int Guard = 64;
        BigInteger one = BigInteger.One << (bits + Guard);
        return (4 * ((4 * InverseTangent(5, one)) - InverseTangent(239, one))) >> Guard;
    }

    private static BigInteger InverseTangent(int inverse, BigInteger one)
    {
        BigInteger term = one / inverse, sum = term;
        for (int odd = 3; !term.IsZero; odd += 2)
        {
            term /= -(inverse * inverse);
            sum += term / odd;
        }

        return sum;
    }
}
