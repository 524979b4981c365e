using System.Security.Cryptography;

namespace Pipeline.Crypto.Transforms.Aead;

/// <summary>AES-GCM (NIST SP 800-38D) for ESP (RFC 4106) and, with nothing to encrypt, AES-GMAC (RFC 4543).</summary>
internal sealed class AesGcmKey : AeadKey
{
    private const int WholeTagLength = 16;

    private readonly AesGcm _gcm;

    /// <summary>Expands an AES key of 16, 24 or 32 bytes.</summary>
    internal AesGcmKey(ReadOnlySpan<byte> key) => _gcm = new AesGcm(key, WholeTagLength);

    /// <inheritdoc/>
    internal override void Encrypt(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> text,
        Span<byte> output,
        Span<byte> tag,
        ReadOnlySpan<byte> associated)
    {
        // A shorter GCM tag is the front of the whole one (SP 800-38D §7.1), and .NET makes none under 12 bytes.
        Span<byte> whole = stackalloc byte[WholeTagLength];
        _gcm.Encrypt(nonce, text, output, whole, associated);
        whole[..tag.Length].CopyTo(tag);
    }

    /// <inheritdoc/>
    public override void Dispose() => _gcm.Dispose();
}
