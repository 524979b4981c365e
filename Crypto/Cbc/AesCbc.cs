using System.Security.Cryptography;

namespace Pipeline.Crypto.Cbc;

/// <summary>AES-CBC (NIST SP 800-38A §6.2) on the platform's AES.</summary>
internal sealed class AesCbc : CbcCipher
{
    /// <summary>Bytes of a block.</summary>
    internal const int AesBlockLength = 16;

    private readonly Aes _aes = Aes.Create();

    /// <summary>Expands a key of 16, 24 or 32 bytes.</summary>
    internal AesCbc(ReadOnlySpan<byte> key)
        : base(AesBlockLength) => _aes.SetKey(key);

    /// <inheritdoc/>
    private protected override void EncryptBlocks(Span<byte> text, ReadOnlySpan<byte> iv) =>
        _aes.EncryptCbc(text, iv, text, PaddingMode.None);

    /// <inheritdoc/>
    private protected override void DecryptBlocks(Span<byte> text, ReadOnlySpan<byte> iv) =>
        _aes.DecryptCbc(text, iv, text, PaddingMode.None);

    /// <inheritdoc/>
    private protected override void EraseKey() => _aes.Dispose();
}
