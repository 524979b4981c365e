using Pipeline.Crypto;
using Pipeline.Crypto.KeyExchange;
using Xunit;

namespace Pipeline.UnitTests.Crypto.KeyExchange;

/// <summary>RFC 7748 §6, RFC 8031: X25519 and X448 on every implementation; values of small order are refused.</summary>
public sealed class MontgomeryCurveGroupTests
{
    [Fact]
    public void Gives_the_answers_of_RFC_7748()
    {
        foreach (Curve25519Group group in Curve25519())
        {
            GroupVectors.Check("Crypto/rfc7748", "curve25519", group);
        }

        foreach (Curve448Group group in Curve448())
        {
            GroupVectors.Check("Crypto/rfc7748", "curve448", group);
        }
    }

    [Fact]
    public void Libcrypto_and_managed_code_agree()
    {
        GroupVectors.AssertTwins(Curve25519Group.Chosen, Curve25519Group.Managed(), seed: 31, rounds: 50);
        GroupVectors.AssertTwins(Curve448Group.Chosen, Curve448Group.Managed(), seed: 32, rounds: 20);
    }

    /// <summary>u-coordinates of the points whose order divides the cofactor, canonical or not (RFC 7748 §6.1, §7).</summary>
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void Small_order_is_refused_on_Curve25519(string value)
    {
        foreach (Curve25519Group group in Curve25519())
        {
            AssertRefused(group, Convert.FromHexString(value));
        }
    }

    [Theory]
    [InlineData(0x00, 0x00, 0x00)] // 0
    [InlineData(0x01, 0x00, 0x00)] // 1
    [InlineData(0xFE, 0xFF, 0xFE)] // p - 1
    [InlineData(0xFF, 0xFF, 0xFE)] // p, which is 0
    public void Small_order_is_refused_on_Curve448(int first, int others, int middle)
    {
        // p = 2^448 - 2^224 - 1: all ones but for bit 224, the lowest of byte 28.
        byte[] value = [(byte)first, .. Enumerable.Repeat((byte)others, 55)];
        value[28] = (byte)middle;

        foreach (Curve448Group group in Curve448())
        {
            AssertRefused(group, value);
        }
    }

    private static List<Curve25519Group> Curve25519()
    {
        List<Curve25519Group> groups = [Curve25519Group.Managed()];
        if (Curve25519Group.OnLibcrypto() is { } native)
        {
            groups.Add(native);
        }

        return groups;
    }

    private static List<Curve448Group> Curve448()
    {
        List<Curve448Group> groups = [Curve448Group.Managed()];
        if (Curve448Group.OnLibcrypto() is { } native)
        {
            groups.Add(native);
        }

        return groups;
    }

    private static void AssertRefused(DiffieHellmanGroup group, byte[] value)
    {
        using InitiatedExchange initiator = group.Initiate(SystemRandomSource.Instance);

        Assert.False(group.TryRespond(SystemRandomSource.Instance, value, out _, out SecretBytes? secret));
        Assert.Null(secret);
        Assert.False(initiator.TryFinish(value, out secret));
        Assert.Null(secret);
    }
}
