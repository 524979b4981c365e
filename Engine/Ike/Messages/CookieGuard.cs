using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.Messages;

/// <summary>Cookies that show that an initiator is where it says it is, without remembering it (RFC 7296 §2.6).</summary>
/// <remarks>
/// <code>
/// Cookie = version of secret (1 octet) | HMAC-SHA-256(secret, Ni | IPi | SPIi)
/// </code>
/// The caller calls <see cref="Rotate"/> from time to time; a cookie is good until the second rotation after it was made. Not thread safe.
/// </remarks>
public sealed class CookieGuard : IDisposable
{
    /// <summary>Bytes of a cookie; RFC 7296 allows 1 to 64.</summary>
    public const int CookieLength = 1 + HMACSHA256.HashSizeInBytes;

    private const int SecretLength = 32;

    private readonly IRandomSource _random;
    private SecretBytes _secret;
    private SecretBytes _previousSecret;
    private byte _version;

    /// <summary>Makes the first secrets.</summary>
    /// <param name="random">Where secrets come from, now and later.</param>
    public CookieGuard(IRandomSource random)
    {
        _random = random;
        _secret = SecretBytes.Random(SecretLength, random);
        _previousSecret = SecretBytes.Random(SecretLength, random);
    }

    /// <summary>Makes the cookie of an initiator: what N(COOKIE) carries.</summary>
    /// <param name="initiatorNonce">Ni.</param>
    /// <param name="address">The initiator's address.</param>
    /// <param name="initiatorSpi">SPIi.</param>
    public byte[] Make(Octets initiatorNonce, IpAddress address, ulong initiatorSpi)
    {
        var cookie = new byte[CookieLength];
        cookie[0] = _version;
        Compute(_secret, initiatorNonce.Span, address, initiatorSpi, cookie.AsSpan(1));
        return cookie;
    }

    /// <summary>True when we made this cookie for this initiator, not long ago.</summary>
    /// <param name="cookie">What came back.</param>
    /// <param name="initiatorNonce">Ni.</param>
    /// <param name="address">The initiator's address.</param>
    /// <param name="initiatorSpi">SPIi.</param>
    public bool Accepts(Octets cookie, Octets initiatorNonce, IpAddress address, ulong initiatorSpi)
    {
        ReadOnlySpan<byte> given = cookie.Span;
        if (given.Length != CookieLength)
        {
            return false;
        }

        bool isCurrent = given[0] == _version;
        if (!isCurrent && given[0] != (byte)(_version - 1))
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Compute(isCurrent ? _secret : _previousSecret, initiatorNonce.Span, address, initiatorSpi, expected);
        return CryptographicOperations.FixedTimeEquals(expected, given[1..]);
    }

    /// <summary>Makes a new secret; the last one stays good until the next call.</summary>
    public void Rotate()
    {
        _previousSecret.Dispose();
        _previousSecret = _secret;
        _secret = SecretBytes.Random(SecretLength, _random);
        _version++;
    }

    /// <summary>Erases the secrets.</summary>
    public void Dispose()
    {
        _secret.Dispose();
        _previousSecret.Dispose();
    }

    private static void Compute(SecretBytes secret, ReadOnlySpan<byte> nonce, IpAddress address, ulong spi, Span<byte> output)
    {
        Span<byte> input = stackalloc byte[nonce.Length + IpAddress.Ipv6Length + sizeof(ulong)];
        nonce.CopyTo(input);
        Span<byte> rest = input[nonce.Length..];
        rest.Clear();
        address.Write(rest);
        BinaryPrimitives.WriteUInt64BigEndian(rest[IpAddress.Ipv6Length..], spi);
        HMACSHA256.HashData(secret.Span, input, output);
    }
}
