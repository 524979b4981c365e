using System.Security.Cryptography;

namespace Pipeline.Crypto.Transforms.Aead;

/// <summary>ChaCha20-Poly1305 (RFC 8439) for ESP (RFC 7634): 16-byte tag.</summary>
internal sealed class ChaCha20Poly1305Key : AeadKey
{
    private readonly ChaCha20Poly1305 _cipher;

    /// <summary>Takes a key of 32 bytes.</summary>
    internal ChaCha20Poly1305Key(ReadOnlySpan<byte> key) => _cipher = new ChaCha20Poly1305(key);

    /// <inheritdoc/>
    internal override void Encrypt(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> text,
        Span<byte> output,
        Span<byte> tag,
        ReadOnlySpan<byte> associated) => _cipher.Encrypt(nonce, text, output, tag, associated);

    /// <inheritdoc/>
    public override void Dispose() => _cipher.Dispose();
}
