using System.Diagnostics;
using Pipeline.Crypto.Transforms;

namespace Pipeline.Crypto.Cbc;

/// <summary>A block cipher in CBC mode with an IV from outside, as IKEv1 uses it for its own messages (RFC 2409 appendix B).</summary>
/// <remarks>
/// Control plane: a few calls per exchange, so through the platform's AES and BouncyCastle's DES. Authenticates nothing and
/// cannot fail: a wrong key gives wrong text. Not thread safe. <see cref="Dispose"/> erases the key.
/// </remarks>
public abstract class CbcCipher : IDisposable
{
    private protected CbcCipher(int blockLength) => BlockLength = blockLength;

    /// <summary>Bytes of a block, and of the IV.</summary>
    public int BlockLength { get; }

    /// <summary>True when an algorithm is one that works like this.</summary>
    /// <param name="algorithm">A row of the <see cref="TransformCatalog"/>.</param>
    public static bool Has(EncryptionAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return algorithm is { IsCombined: false, SaltLength: 0, KeyLength: > 0 };
    }

    /// <summary>Expands a key.</summary>
    /// <param name="algorithm">A row of the <see cref="TransformCatalog"/>: AES-CBC, 3DES or DES.</param>
    /// <param name="key">As many bytes as the algorithm has; copied, the caller may erase it.</param>
    /// <exception cref="ArgumentException">The algorithm is not one that <see cref="Has"/>, or the key has another length.</exception>
    public static CbcCipher Create(EncryptionAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        if (!Has(algorithm) || key.Length != algorithm.KeyLength)
        {
            throw new ArgumentException($"{algorithm.Name} with a key of {key.Length} bytes is no CBC cipher.", nameof(algorithm));
        }

        return algorithm.BlockLength == AesCbc.AesBlockLength ? new AesCbc(key) : new DesCbc(key);
    }

    /// <summary>Encrypts in place.</summary>
    /// <param name="text">Whole blocks.</param>
    /// <param name="iv">One block; becomes the last block of ciphertext, which is the IV of what follows.</param>
    public void Encrypt(Span<byte> text, Span<byte> iv)
    {
        Debug.Assert(text.Length % BlockLength == 0 && iv.Length == BlockLength, "CBC takes whole blocks.");
        EncryptBlocks(text, iv);
        text[^BlockLength..].CopyTo(iv);
    }

    /// <summary>Decrypts in place.</summary>
    /// <param name="text">Whole blocks.</param>
    /// <param name="iv">One block; becomes the last block of ciphertext, which is the IV of what follows.</param>
    public void Decrypt(Span<byte> text, Span<byte> iv)
    {
        Debug.Assert(text.Length % BlockLength == 0 && iv.Length == BlockLength, "CBC takes whole blocks.");
        Span<byte> next = stackalloc byte[BlockLength];
        text[^BlockLength..].CopyTo(next);
        DecryptBlocks(text, iv);
        next.CopyTo(iv);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EraseKey();
        GC.SuppressFinalize(this);
    }

    /// <summary>Encrypts at least one block in place; leaves the IV alone.</summary>
    private protected abstract void EncryptBlocks(Span<byte> text, ReadOnlySpan<byte> iv);

    /// <summary>Decrypts at least one block in place; leaves the IV alone.</summary>
    private protected abstract void DecryptBlocks(Span<byte> text, ReadOnlySpan<byte> iv);

    /// <summary>Overwrites the key.</summary>
    private protected abstract void EraseKey();
}
