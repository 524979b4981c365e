using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Pipeline.Crypto.KeyExchange.Native;

/// <summary>ECP groups by libcrypto's points. Lives as long as the process.</summary>
/// <remarks>
/// Points, not its keys (EVP_PKEY): taking in a key multiplies by the order to check it, which costs more than the exchange. With
/// cofactor 1 that check can find nothing once the point is known to be on the curve (RFC 6989 §2.3), and reading a point makes sure
/// of that. Multiplying one point by one number takes constant time there.
/// </remarks>
internal sealed unsafe class LibcryptoEcp : LibcryptoNumbers, IEcpArithmetic
{
    /// <summary>POINT_CONVERSION_UNCOMPRESSED (ec.h), and the first byte of such a point (SEC 1 §2.3.3).</summary>
    private const int Uncompressed = 4;

    private const int LongestPoint = 1 + (2 * 66);

    private readonly nint _curve;
    private readonly int _coordinateLength;

    private LibcryptoEcp(Libcrypto library, nint curve, int coordinateLength)
        : base(library, "libcrypto could not multiply a point.")
    {
        _curve = curve;
        _coordinateLength = coordinateLength;
    }

    /// <summary>The arithmetic of a curve.</summary>
    /// <returns>Null when the library is not there, or was built without the curve.</returns>
    internal static LibcryptoEcp? TryCreate(Libcrypto? library, EcpCurve curve)
    {
        if (library is null)
        {
            return null;
        }

        nint handle = library.CurveNew(NumberOf(curve));
        if (handle == 0)
        {
            library.ClearErrors();
            return null;
        }

        return new LibcryptoEcp(library, handle, curve.CoordinateLength);
    }

    /// <inheritdoc/>
    public InitiatedExchange Begin(ReadOnlySpan<byte> privateKey) => new Ephemeral(this, privateKey);

    private static int NumberOf(EcpCurve curve) => curve.CoordinateLength switch
    {
        32 => Libcrypto.P256,
        48 => Libcrypto.P384,
        _ => Libcrypto.P521,
    };

    /// <summary>Multiplies a point by a private key.</summary>
    /// <param name="privateKey">Big-endian, from 1 to the order less one: the product is then never infinity.</param>
    /// <param name="factor">x and y, unchecked; empty for the generator.</param>
    /// <param name="product">Takes x and y, zeros in front of each.</param>
    /// <returns>False when <paramref name="factor"/> is not a point of the curve.</returns>
    /// <exception cref="CryptographicException">libcrypto failed, whatever the peer sent.</exception>
    private bool TryMultiply(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> factor, Span<byte> product)
    {
        nint context = 0, number = 0, point = 0, result = 0;
        try
        {
            context = NotNull(Library.ContextNew());
            point = NotNull(Library.PointNew(_curve));
            if (!factor.IsEmpty && !TryRead(point, factor, context))
            {
                return false;
            }

            number = Read(privateKey);
            result = NotNull(Library.PointNew(_curve));
            int done = factor.IsEmpty
                ? Library.PointMultiply(_curve, result, number, 0, 0, context)
                : Library.PointMultiply(_curve, result, 0, point, number, context);
            Require(done == 1);
            Write(result, product, context);
            return true;
        }
        finally
        {
            Library.PointClearFree(result);
            Library.BnClearFree(number);
            Library.PointClearFree(point);
            Library.ContextFree(context);
        }
    }

    private bool TryRead(nint point, ReadOnlySpan<byte> coordinates, nint context)
    {
        Span<byte> encoded = stackalloc byte[LongestPoint];
        encoded = encoded[..(1 + coordinates.Length)];
        encoded[0] = Uncompressed;
        coordinates.CopyTo(encoded[1..]);
        fixed (byte* bytes = encoded)
        {
            if (Library.PointRead(_curve, point, bytes, (nuint)encoded.Length, context) == 1)
            {
                return true;
            }
        }

        Library.ClearErrors();
        return false;
    }

    private void Write(nint point, Span<byte> coordinates, nint context)
    {
        Span<byte> encoded = stackalloc byte[LongestPoint];
        encoded = encoded[..(1 + coordinates.Length)];
        fixed (byte* bytes = encoded)
        {
            nuint length = Library.PointWrite(_curve, point, Uncompressed, bytes, (nuint)encoded.Length, context);
            Require(length == (nuint)encoded.Length);
        }

        encoded[1..].CopyTo(coordinates);
        CryptographicOperations.ZeroMemory(encoded);
    }

    private sealed class Ephemeral : InitiatedExchange
    {
        private readonly LibcryptoEcp _ecp;
        private readonly SecretBytes _privateKey;
        private readonly byte[] _publicValue;

        internal Ephemeral(LibcryptoEcp ecp, ReadOnlySpan<byte> privateKey)
        {
            _ecp = ecp;
            _publicValue = new byte[2 * ecp._coordinateLength];
            ecp.TryMultiply(privateKey, factor: [], _publicValue);
            _privateKey = new SecretBytes(privateKey);
        }

        public override ReadOnlyMemory<byte> PublicValue => _publicValue;

        public override bool TryFinish(ReadOnlySpan<byte> responderValue, [NotNullWhen(true)] out SecretBytes? secret)
        {
            ReadOnlySpan<byte> privateKey = _privateKey.Span;
            secret = null;
            if (responderValue.Length != _publicValue.Length)
            {
                return false;
            }

            Span<byte> common = stackalloc byte[LongestPoint];
            common = common[..responderValue.Length];
            if (_ecp.TryMultiply(privateKey, responderValue, common))
            {
                // RFC 5903 §7: x alone, zeros in front kept.
                secret = new SecretBytes(common[.._ecp._coordinateLength]);
            }

            CryptographicOperations.ZeroMemory(common);
            GC.KeepAlive(this);
            return secret is not null;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _privateKey.Dispose();
            }
        }
    }
}
