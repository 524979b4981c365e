using System.Security.Cryptography;
using Pipeline.Crypto.Transforms.Aead;

namespace Pipeline.Crypto.Transforms;

/// <summary>The key of an SA with a combined algorithm: cipher key, and the salt that starts every nonce.</summary>
internal sealed class SaltedKey(AeadKey cipher, ReadOnlySpan<byte> salt) : PacketKey
{
    private readonly byte[] _salt = salt.ToArray();

    /// <summary>The algorithm under this key.</summary>
    internal AeadKey Cipher { get; } = cipher;

    /// <summary>Writes salt | IV (RFC 4106 §4, RFC 4309 §4, RFC 7634 §2).</summary>
    /// <returns>The part of <paramref name="buffer"/> that is the nonce.</returns>
    internal ReadOnlySpan<byte> WriteNonce(Span<byte> buffer, ReadOnlySpan<byte> iv)
    {
        _salt.CopyTo(buffer);
        iv.CopyTo(buffer[_salt.Length..]);
        return buffer[..(_salt.Length + iv.Length)];
    }

    /// <inheritdoc/>
    protected override void EraseKeys()
    {
        Cipher.Dispose();
        CryptographicOperations.ZeroMemory(_salt);
    }
}
