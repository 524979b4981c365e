using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Pipeline.Crypto;
using Pipeline.Crypto.KeyExchange;
using Xunit;

namespace Pipeline.UnitTests.Crypto.KeyExchange;

/// <summary>RFC 5903: known exchanges, an independent implementation, and values that are no points.</summary>
public sealed class EcpGroupTests
{
    [Theory]
    [InlineData(256)]
    [InlineData(384)]
    [InlineData(521)]
    public void Gives_the_answer_of_RFC_5903(int bits)
    {
        foreach (EcpGroup group in Groups(bits))
        {
            GroupVectors.Check("Crypto/rfc5903", $"ecp{bits}", group);
        }
    }

    [Theory]
    [InlineData(256, 40)]
    [InlineData(384, 8)]
    [InlineData(521, 12)]
    public void Libcrypto_and_dotnet_agree(int bits, int rounds)
    {
        if (EcpGroup.OnLibcrypto(Curve(bits)) is not { } native)
        {
            Assert.Skip("libcrypto is not installed.");
            return;
        }

        GroupVectors.AssertTwins(native, EcpGroup.OnDotnet(Curve(bits)), seed: bits, rounds);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(384)]
    [InlineData(521)]
    public void Agrees_with_BouncyCastle(int bits)
    {
        X9ECParameters reference = NistNamedCurves.GetByName($"P-{bits}");
        var random = new Random(bits);
        foreach (EcpGroup group in Groups(bits))
        {
            for (int round = 0; round < 5; round++)
            {
                byte[] privateKey = new byte[group.SecretLength];
                random.NextBytes(privateKey.AsSpan(1));
                var scalar = new BigInteger(1, privateKey);
                byte[] value = Encode(reference.G.Multiply(scalar));

                Assert.True(group.TryRespond(SystemRandomSource.Instance, value, out byte[] ours, out SecretBytes? secret));

                ECPoint shared = reference.Curve.DecodePoint([4, .. ours]).Multiply(scalar).Normalize();
                Assert.Equal(shared.AffineXCoord.GetEncoded(), secret.Span);
            }
        }
    }

    [Theory]
    [InlineData(256)]
    [InlineData(384)]
    [InlineData(521)]
    public void The_smallest_and_the_largest_private_key_are_good(int bits)
    {
        X9ECParameters reference = NistNamedCurves.GetByName($"P-{bits}");
        byte[] largest = Pad(reference.N.Subtract(BigInteger.One).ToByteArrayUnsigned(), Curve(bits).CoordinateLength);
        byte[] smallest = Pad([1], largest.Length);
        byte[] generator = Encode(reference.G);
        foreach (EcpGroup group in Groups(bits))
        {
            foreach (byte[] key in (byte[][])[smallest, largest])
            {
                using InitiatedExchange exchange = group.Initiate(new FixedRandomSource(key));

                Assert.Equal(generator[..largest.Length], exchange.PublicValue[..largest.Length].ToArray());
                Assert.True(exchange.TryFinish(generator, out SecretBytes? secret));
                Assert.Equal(generator.AsSpan(..largest.Length), secret.Span);
            }
        }
    }

    [Theory]
    [InlineData(256)]
    [InlineData(384)]
    [InlineData(521)]
    public void Values_that_are_not_points_of_the_curve_are_refused(int bits)
    {
        EcpCurve curve = Curve(bits);
        int length = curve.CoordinateLength;
        foreach (EcpGroup group in Groups(bits))
        {
            using InitiatedExchange initiator = group.Initiate(SystemRandomSource.Instance);
            byte[] good = initiator.PublicValue.ToArray();
            byte[] offCurve = [.. good], xTooLarge = [.. good], yTooLarge = [.. good];
            offCurve[^1] ^= 1;
            xTooLarge.AsSpan(..length).Fill(0xFF);
            yTooLarge.AsSpan(length..).Fill(0xFF);

            Assert.True(curve.TryReadPoint(good, out _));
            byte[][] others = [new byte[2 * length], offCurve, xTooLarge, yTooLarge, [4, .. good], good[..length], [0], [2, .. good[..length]], []];
            foreach (byte[] bad in others)
            {
                AssertRefused(group, initiator, bad);
            }
        }
    }

    [Fact]
    public void A_point_of_another_curve_is_refused()
    {
        // The invalid curve attack: y^2 = x^3 - 3x + b' with points of small order. A P-256 point in the length of P-384 too.
        byte[] point = new byte[64];
        (point[31], point[63]) = (1, 3);
        foreach (EcpGroup group in Groups(256))
        {
            using InitiatedExchange initiator = group.Initiate(SystemRandomSource.Instance);
            AssertRefused(group, initiator, point);
        }

        byte[] generator = Encode(NistNamedCurves.GetByName("P-256").G);
        foreach (EcpGroup group in Groups(384))
        {
            using InitiatedExchange initiator = group.Initiate(SystemRandomSource.Instance);
            AssertRefused(group, initiator, [.. Pad(generator[..32], 48), .. Pad(generator[32..], 48)]);
        }
    }

    [Theory]
    [InlineData(256)]
    [InlineData(384)]
    [InlineData(521)]
    public void A_coordinate_of_p_or_more_is_refused_where_the_equation_holds(int bits)
    {
        // x = p is x = 0 in disguise: the equation alone would take it. (P-521 has spare bits, so that p + x fits for every x.)
        X9ECParameters reference = NistNamedCurves.GetByName($"P-{bits}");
        int length = Curve(bits).CoordinateLength;
        byte[] p = reference.Curve.Field.Characteristic.ToByteArrayUnsigned();
        byte[] y = reference.Curve.DecodePoint([2, .. new byte[length]]).AffineYCoord.GetEncoded();
        foreach (EcpGroup group in Groups(bits))
        {
            using InitiatedExchange initiator = group.Initiate(SystemRandomSource.Instance);

            Assert.True(initiator.TryFinish([.. new byte[length], .. y], out _));
            AssertRefused(group, initiator, [.. p, .. y]);
        }
    }

    [Theory]
    [InlineData(256)]
    [InlineData(521)]
    public void A_secret_keeps_its_leading_zeros(int bits)
    {
        // x = 0 is on the curves, and the private key 1 leaves it as it is.
        X9ECParameters reference = NistNamedCurves.GetByName($"P-{bits}");
        int length = Curve(bits).CoordinateLength;
        byte[] zero = new byte[length];
        byte[] y = reference.Curve.DecodePoint([2, .. zero]).AffineYCoord.GetEncoded();
        foreach (EcpGroup group in Groups(bits))
        {
            using InitiatedExchange exchange = group.Initiate(new FixedRandomSource(Pad([1], length)));

            Assert.True(exchange.TryFinish([.. zero, .. y], out SecretBytes? secret));
            Assert.Equal(zero, secret.Span);
        }
    }

    [Fact]
    public void A_private_key_is_drawn_again_until_it_is_below_the_order()
    {
        byte[] zero = new byte[32], one = [.. new byte[31], 1], tooLarge = [.. Enumerable.Repeat((byte)0xFF, 32)];

        byte[] drawn = new byte[32];
        EcpCurve.P256.FillPrivateKey(drawn, new FixedRandomSource(tooLarge, zero, one));

        Assert.Equal(one, drawn);
    }

    private static List<EcpGroup> Groups(int bits)
    {
        List<EcpGroup> groups = [EcpGroup.OnDotnet(Curve(bits))];
        if (EcpGroup.OnLibcrypto(Curve(bits)) is { } native)
        {
            groups.Add(native);
        }

        return groups;
    }

    private static void AssertRefused(EcpGroup group, InitiatedExchange initiator, byte[] value)
    {
        Assert.False(group.TryRespond(SystemRandomSource.Instance, value, out byte[] ours, out SecretBytes? secret));
        Assert.Empty(ours);
        Assert.Null(secret);
        Assert.False(initiator.TryFinish(value, out secret));
        Assert.Null(secret);
    }

    private static byte[] Encode(ECPoint point) => point.Normalize().GetEncoded(compressed: false)[1..];

    private static byte[] Pad(byte[] number, int length) => [.. new byte[length - number.Length], .. number];

    private static EcpCurve Curve(int bits) => bits switch
    {
        256 => EcpCurve.P256,
        384 => EcpCurve.P384,
        _ => EcpCurve.P521,
    };
}
