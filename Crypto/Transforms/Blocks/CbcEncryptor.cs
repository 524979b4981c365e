using System.Security.Cryptography;

namespace Pipeline.Crypto.Transforms.Blocks;

/// <summary>AES-CBC encryption with an all-zero IV for every message, and one key schedule for all of them.</summary>
/// <remarks>
/// An <see cref="ICryptoTransform"/> goes on where it stopped: it holds the last ciphertext block as its chain. The
/// same block is remembered here and cancelled out of the next message's first block, so one call does a whole
/// message and nothing is reset or allocated.
/// </remarks>
internal sealed class CbcEncryptor : IDisposable
{
    /// <summary>Bytes in an AES block.</summary>
    internal const int BlockLength = 16;

    private readonly ICryptoTransform _cbc;
    private readonly byte[] _chain = new byte[BlockLength];

    /// <summary>Expands an AES key.</summary>
    /// <param name="key">16, 24 or 32 bytes; copied.</param>
    internal CbcEncryptor(ReadOnlySpan<byte> key)
    {
        using var aes = AesAlgorithm.Create(key, CipherMode.CBC);
        _cbc = aes.CreateEncryptor();
    }

    /// <summary>Takes an encryptor whose chain is zero.</summary>
    internal CbcEncryptor(ICryptoTransform cbc) => _cbc = cbc;

    /// <summary>Encrypts in place with an all-zero initialization vector.</summary>
    /// <param name="buffer">Holds the message.</param>
    /// <param name="offset">Where the message begins.</param>
    /// <param name="length">Bytes of message: a multiple of <see cref="BlockLength"/>, not 0.</param>
    internal void EncryptFromZero(byte[] buffer, int offset, int length)
    {
        Span<byte> first = buffer.AsSpan(offset, BlockLength);
        ByteXor.Combine(first, _chain, first);
        _cbc.TransformBlock(buffer, offset, length, buffer, offset);
        buffer.AsSpan(offset + length - BlockLength, BlockLength).CopyTo(_chain);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cbc.Dispose();
        CryptographicOperations.ZeroMemory(_chain);
    }
}
