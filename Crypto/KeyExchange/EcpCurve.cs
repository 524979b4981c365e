using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Pipeline.Crypto.KeyExchange;

/// <summary>A NIST curve over a prime field, y^2 = x^3 - 3x + b (RFC 5903 §3, FIPS 186-4 appendix D.1.2).</summary>
internal sealed class EcpCurve
{
    private readonly BigInteger _p;
    private readonly BigInteger _b;
    private readonly byte[] _order;

    private EcpCurve(ECCurve named, int bits, BigInteger p, string b, string order)
    {
        Named = named;
        CoordinateLength = (bits + 7) / 8;
        _p = p;
        _b = BigInteger.Parse("0" + b, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        _order = Convert.FromHexString(order);
    }

    /// <summary>P-256, secp256r1.</summary>
    internal static EcpCurve P256 { get; } = new(
        ECCurve.NamedCurves.nistP256,
        256,
        BigInteger.Pow(2, 256) - BigInteger.Pow(2, 224) + BigInteger.Pow(2, 192) + BigInteger.Pow(2, 96) - 1,
        "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B",
        "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    /// <summary>P-384, secp384r1.</summary>
    internal static EcpCurve P384 { get; } = new(
        ECCurve.NamedCurves.nistP384,
        384,
        BigInteger.Pow(2, 384) - BigInteger.Pow(2, 128) - BigInteger.Pow(2, 96) + BigInteger.Pow(2, 32) - 1,
        "B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF",
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973");

    /// <summary>P-521, secp521r1.</summary>
    internal static EcpCurve P521 { get; } = new(
        ECCurve.NamedCurves.nistP521,
        521,
        BigInteger.Pow(2, 521) - 1,
        "0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00",
        "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409");

    /// <summary>How .NET calls it.</summary>
    internal ECCurve Named { get; }

    /// <summary>Bytes of a coordinate: 32, 48 or 66.</summary>
    internal int CoordinateLength { get; }

    /// <summary>Reads a point from its two coordinates, one behind the other (RFC 5903 §7).</summary>
    /// <returns>
    /// False when the length is wrong, a coordinate is not below p, or the point is not on the curve (RFC 6989 §2.3). With
    /// cofactor 1 nothing more is to check, and the point at infinity has no coordinates. All of this is public: time may show.
    /// </returns>
    internal bool TryReadPoint(ReadOnlySpan<byte> value, out ECPoint point)
    {
        point = default;
        if (value.Length != 2 * CoordinateLength)
        {
            return false;
        }

        var x = new BigInteger(value[..CoordinateLength], isUnsigned: true, isBigEndian: true);
        var y = new BigInteger(value[CoordinateLength..], isUnsigned: true, isBigEndian: true);
        if (x >= _p || y >= _p || !(((y * y) - (x * ((x * x) - 3)) - _b) % _p).IsZero)
        {
            return false;
        }

        point = new ECPoint { X = value[..CoordinateLength].ToArray(), Y = value[CoordinateLength..].ToArray() };
        return true;
    }

    /// <summary>Fills a private key: a number from 1 to the order less one, every one as likely.</summary>
    internal void FillPrivateKey(Span<byte> privateKey, IRandomSource random)
    {
        // FIPS 186-4 appendix B.4.2: draw again until it fits. Half of the draws fit at worst, once the spare bits are cut off.
        byte mask = (byte)(_order[0] == 1 ? 1 : 0xFF);
        do
        {
            random.Fill(privateKey);
            privateKey[0] &= mask;
        }
        while (privateKey.SequenceCompareTo(_order) >= 0 || !privateKey.ContainsAnyExcept((byte)0));
    }
}
