using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Crypto.Transforms.Blocks;

namespace Pipeline.Crypto.Transforms.Ciphers;

/// <summary>AES-CTR for ESP (RFC 3686): counter block = 4-byte nonce | 8-byte IV | block counter from 1.</summary>
internal sealed class AesCtrKey : CipherKey
{
    private const int BlockLength = 16;
    private const int NonceLength = 4;
    private const int IvLength = 8;

    private readonly CounterStream _stream;
    private readonly byte[] _nonce;

    /// <summary>Expands a key.</summary>
    /// <param name="key">AES key of 16, 24 or 32 bytes, then the 4-byte nonce (RFC 3686 §5.1).</param>
    internal AesCtrKey(ReadOnlySpan<byte> key)
    {
        _stream = new CounterStream(key[..^NonceLength]);
        _nonce = key[^NonceLength..].ToArray();
    }

    /// <inheritdoc/>
    internal override void Seal(in SealJob job)
    {
        // The sequence number is the IV: it cannot repeat under one key, which is all that is asked (RFC 3686 §3.1).
        BinaryPrimitives.WriteUInt64BigEndian(job.Packet.AsSpan(job.IvOffset, IvLength), job.Sequence);
        ApplyKeyStream(job.Packet.Array, job.IvOffset, job.TextOffset, job.TextLength);
    }

    /// <inheritdoc/>
    internal override void Open(in OpenJob job) =>
        ApplyKeyStream(job.Packet.Array, job.IvOffset, job.TextOffset, job.TextLength);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stream.Dispose();
        CryptographicOperations.ZeroMemory(_nonce);
    }

    private void ApplyKeyStream(byte[] packet, int ivOffset, int textOffset, int textLength)
    {
        const uint FirstCounter = 1; // RFC 3686 §4

        Span<byte> firstBlock = stackalloc byte[BlockLength];
        _nonce.CopyTo(firstBlock);
        packet.AsSpan(ivOffset, IvLength).CopyTo(firstBlock[NonceLength..]);
        BinaryPrimitives.WriteUInt32BigEndian(firstBlock[(NonceLength + IvLength)..], FirstCounter);

        Span<byte> text = packet.AsSpan(textOffset, textLength);
        ByteXor.Combine(text, _stream.Generate(firstBlock, textLength), text);
    }
}
