namespace Pipeline.Crypto.Transforms.Aead;

/// <summary>An expanded key of a combined algorithm: cipher and integrity in one, over a nonce of salt | IV.</summary>
/// <remarks>
/// Only encryption is asked of an algorithm. All of them encrypt by a key stream that depends on key and nonce alone,
/// so encrypting the ciphertext gives the plaintext, and encrypting that gives the tag that should have come: a forged
/// packet costs no exception, which .NET's own Decrypt would throw.
/// </remarks>
internal abstract class AeadKey : IDisposable
{
    /// <summary>Encrypts a text and computes its tag.</summary>
    /// <param name="nonce">Salt and IV.</param>
    /// <param name="text">The text to encrypt.</param>
    /// <param name="output">As long as the text; the text itself or apart from it.</param>
    /// <param name="tag">Takes the tag, truncated to this span's length: 8, 12 or 16 bytes.</param>
    /// <param name="associated">Authenticated only.</param>
    internal abstract void Encrypt(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> text,
        Span<byte> output,
        Span<byte> tag,
        ReadOnlySpan<byte> associated);

    /// <summary>Erases the key.</summary>
    public abstract void Dispose();
}

/// <summary>Expands a key, without its salt.</summary>
internal delegate AeadKey AeadKeyFactory(ReadOnlySpan<byte> key);
