using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using Pipeline.Crypto.Transforms.Blocks;

namespace Pipeline.Crypto.Transforms.Ciphers;

/// <summary>AES-CBC for ESP (RFC 3602): 16-byte IV in front of the text.</summary>
internal sealed class AesCbcKey : CipherKey
{
    private const int BlockLength = CbcEncryptor.BlockLength;

    private readonly Aes _aes;

    // An SA goes one way only: each is made at its first packet, and the other never.
    private CbcEncryptor? _encryptor;
    private CbcDecryptor? _decryptor;

    /// <summary>Expands an AES key of 16, 24 or 32 bytes.</summary>
    internal AesCbcKey(ReadOnlySpan<byte> key) => _aes = AesAlgorithm.Create(key, CipherMode.CBC);

    /// <inheritdoc/>
    internal override void Seal(in SealJob job)
    {
        Debug.Assert(job.IvOffset + BlockLength == job.TextOffset, "The IV stands directly in front of the text.");
        Span<byte> iv = job.Packet.AsSpan(job.IvOffset, BlockLength);
        iv.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(iv[sizeof(ulong)..], job.Sequence);

        // The first block becomes E(sequence), an IV that nobody can predict (NIST SP 800-38A appendix C, method 1;
        // RFC 3602 §3), and the text behind it is chained to it: one pass for both.
        _encryptor ??= new CbcEncryptor(_aes.CreateEncryptor());
        _encryptor.EncryptFromZero(job.Packet.Array, job.IvOffset, BlockLength + job.TextLength);
    }

    /// <inheritdoc/>
    internal override void Open(in OpenJob job)
    {
        if (job.TextLength == 0)
        {
            return;
        }

        _decryptor ??= new CbcDecryptor(_aes.CreateDecryptor());
        ReadOnlySpan<byte> iv = job.Packet.AsSpan(job.IvOffset, BlockLength);
        _decryptor.Decrypt(iv, job.Packet.Array, job.TextOffset, job.TextLength);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _encryptor?.Dispose();
        _decryptor?.Dispose();
        _aes.Dispose();
    }
}
