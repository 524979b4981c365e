using System.Security.Cryptography;

namespace Pipeline.Crypto.Transforms.Blocks;

/// <summary>Makes AES objects that neither pad nor start from a random initialization vector.</summary>
internal static class AesAlgorithm
{
    /// <summary>Makes AES with a key; the caller disposes it, which erases the key.</summary>
    /// <param name="key">16, 24 or 32 bytes; copied.</param>
    /// <param name="mode"><see cref="CipherMode.CBC"/>, with an all-zero IV, or <see cref="CipherMode.ECB"/>.</param>
    internal static Aes Create(ReadOnlySpan<byte> key, CipherMode mode)
    {
        var aes = Aes.Create();
        aes.Mode = mode;
        aes.Padding = PaddingMode.None;
        aes.SetKey(key);
        aes.IV = new byte[CbcEncryptor.BlockLength];
        return aes;
    }

    /// <summary>The AES encryption of one block.</summary>
    internal static byte[] EncryptBlock(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block)
    {
        using var aes = Create(key, CipherMode.ECB);
        return aes.EncryptEcb(block, PaddingMode.None);
    }
}
