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
        GroupVectors.Check("Crypto/rfc5903", $"ecp{bits}", new EcpGroup(Curve(bits)));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(384)]
    [InlineData(521)]
    public void Agrees_with_BouncyCastle(int bits)
    {
        var group = new EcpGroup(Curve(bits));
        X9ECParameters reference = NistNamedCurves.GetByName($"P-{bits}");
        int length = group.SecretLength;
        var random = new Random(bits);
        for (int round = 0; round < 5; round++)
        {
            byte[] privateKey = new byte[length];
            random.NextBytes(privateKey.AsSpan(1));
            var scalar = new BigInteger(1, privateKey);
            ECPoint point = reference.G.Multiply(scalar).Normalize();
            byte[] value = point.GetEncoded(compressed: false)[1..];

            Assert.True(group.TryRespond(SystemRandomSource.Instance, value, out byte[] ours, out SecretBytes? secret));

            ECPoint shared = reference.Curve.DecodePoint([4, .. ours]).Multiply(scalar).Normalize();
            Assert.Equal(shared.AffineXCoord.GetEncoded(), secret.Span);
        }
    }

    [Theory]
    [InlineData(256)]
    [InlineData(384)]
    [InlineData(521)]
    public void Values_that_are_not_points_of_the_curve_are_refused(int bits)
    {
        EcpCurve curve = Curve(bits);
        var group = new EcpGroup(curve);
        using InitiatedExchange initiator = group.Initiate(SystemRandomSource.Instance);
        byte[] good = initiator.PublicValue.ToArray();
        byte[] offCurve = [.. good];
        offCurve[^1] ^= 1;
        byte[] xTooLarge = [.. good];
        xTooLarge.AsSpan(0, good.Length / 2).Fill(0xFF);

        Assert.True(curve.TryReadPoint(good, out _));
        foreach (byte[] bad in (byte[][])[new byte[good.Length], offCurve, xTooLarge, [4, .. good], good[..(good.Length / 2)]])
        {
            Assert.False(group.TryRespond(SystemRandomSource.Instance, bad, out _, out _));
            Assert.False(initiator.TryFinish(bad, out _));
        }
    }

    [Fact]
    public void A_coordinate_is_below_p_even_where_the_equation_holds()
    {
        // x = p is x = 0 in disguise: the equation alone would take it.
        X9ECParameters reference = NistNamedCurves.GetByName("P-256");
        BigInteger p = reference.Curve.Field.Characteristic;
        ECPoint atZero = reference.Curve.DecodePoint([2, .. new byte[32]]);
        byte[] y = atZero.AffineYCoord.GetEncoded();

        Assert.True(EcpCurve.P256.TryReadPoint([.. new byte[32], .. y], out _));
        Assert.False(EcpCurve.P256.TryReadPoint([.. p.ToByteArrayUnsigned(), .. y], out _));
    }

    [Fact]
    public void A_private_key_is_drawn_again_until_it_is_below_the_order()
    {
        byte[] zero = new byte[32], one = [.. new byte[31], 1], tooLarge = [.. Enumerable.Repeat((byte)0xFF, 32)];

        byte[] drawn = new byte[32];
        EcpCurve.P256.FillPrivateKey(drawn, new FixedRandomSource(tooLarge, zero, one));

        Assert.Equal(one, drawn);
    }

    private static EcpCurve Curve(int bits) => bits switch
    {
        256 => EcpCurve.P256,
        384 => EcpCurve.P384,
        _ => EcpCurve.P521,
    };
}
