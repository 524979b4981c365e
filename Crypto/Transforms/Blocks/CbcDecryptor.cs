using System.Security.Cryptography;

namespace Pipeline.Crypto.Transforms.Blocks;

/// <summary>AES-CBC decryption with a new IV for every message, and one key schedule for all of them.</summary>
/// <remarks>Cancels the chain that the transform kept, as <see cref="CbcEncryptor"/> does.</remarks>
internal sealed class CbcDecryptor : IDisposable
{
    private const int BlockLength = CbcEncryptor.BlockLength;

    private readonly ICryptoTransform _cbc;
    private readonly byte[] _chain = new byte[BlockLength];

    /// <summary>Takes a decryptor whose chain is zero.</summary>
    internal CbcDecryptor(ICryptoTransform cbc) => _cbc = cbc;

    /// <summary>Decrypts in place.</summary>
    /// <param name="iv">The block in front of the first ciphertext block.</param>
    /// <param name="buffer">Holds the ciphertext.</param>
    /// <param name="offset">Where the ciphertext begins.</param>
    /// <param name="length">Bytes of ciphertext: a multiple of 16, not 0.</param>
    internal void Decrypt(ReadOnlySpan<byte> iv, byte[] buffer, int offset, int length)
    {
        Span<byte> correction = stackalloc byte[BlockLength];
        ByteXor.Combine(iv[..BlockLength], _chain, correction);
        buffer.AsSpan(offset + length - BlockLength, BlockLength).CopyTo(_chain);

        _cbc.TransformBlock(buffer, offset, length, buffer, offset);

        // The transform combined the first block with the old chain; this removes it and puts the IV there.
        Span<byte> first = buffer.AsSpan(offset, BlockLength);
        ByteXor.Combine(first, correction, first);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cbc.Dispose();
        CryptographicOperations.ZeroMemory(_chain);
    }
}
