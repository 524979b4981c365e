using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pipeline.Crypto.Transforms.Blocks;

/// <summary>The AES key stream E(first), E(first + 1), ... of counter mode, for AES-CTR and AES-CCM.</summary>
internal sealed class CounterStream : IDisposable
{
    private const int BlockLength = 16;
    private const int CounterOffset = 12;

    private readonly ICryptoTransform _ecb;

    /// <summary>Expands an AES key.</summary>
    /// <param name="key">16, 24 or 32 bytes; copied.</param>
    internal CounterStream(ReadOnlySpan<byte> key)
    {
        using var aes = AesAlgorithm.Create(key, CipherMode.ECB);
        _ecb = aes.CreateEncryptor();
    }

    /// <summary>Makes key stream in the thread's working memory; good until the next use of that memory.</summary>
    /// <param name="firstBlock">16 bytes; the last 4 are the counter, big endian, which counts up by blocks.</param>
    /// <param name="length">Bytes wanted: at most 2^31, far below the 2^36 where the counter would repeat.</param>
    /// <returns>Exactly <paramref name="length"/> bytes.</returns>
    internal ReadOnlySpan<byte> Generate(ReadOnlySpan<byte> firstBlock, int length)
    {
        if (length == 0)
        {
            return default;
        }

        int whole = (length + BlockLength - 1) / BlockLength * BlockLength;
        byte[] stream = Scratch.Work(whole);
        uint counter = BinaryPrimitives.ReadUInt32BigEndian(firstBlock[CounterOffset..]);
        for (int offset = 0; offset < whole; offset += BlockLength)
        {
            firstBlock[..CounterOffset].CopyTo(stream.AsSpan(offset));
            BinaryPrimitives.WriteUInt32BigEndian(stream.AsSpan(offset + CounterOffset), counter++);
        }

        _ecb.TransformBlock(stream, 0, whole, stream, 0);
        return stream.AsSpan(0, length);
    }

    /// <inheritdoc/>
    public void Dispose() => _ecb.Dispose();
}
