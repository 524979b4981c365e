using System.Buffers.Binary;
using System.Diagnostics;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Pipeline.Crypto.Transforms.Blocks;

namespace Pipeline.Crypto.Transforms.Ciphers;

/// <summary>DES-CBC (RFC 2405) and 3DES-CBC (RFC 2451) for ESP: 8-byte IV. For legacy peers only.</summary>
/// <remarks>
/// Through BouncyCastle: the platform may lack DES (OpenSSL 3 without its legacy provider), and .NET throws for the
/// weak 3DES keys that a peer may still choose.
/// </remarks>
internal sealed class DesCbcKey : CipherKey
{
    private const int BlockLength = 8;

    private readonly IBlockCipher _encryptor;
    private readonly IBlockCipher _decryptor;

    private DesCbcKey(IBlockCipher encryptor, IBlockCipher decryptor, KeyParameter key)
    {
        _encryptor = encryptor;
        _decryptor = decryptor;
        _encryptor.Init(forEncryption: true, key);
        _decryptor.Init(forEncryption: false, key);
    }

    /// <summary>Expands a DES key.</summary>
    /// <param name="key">8 bytes, of which 56 bits count; parity is ignored.</param>
    internal static DesCbcKey Des(ReadOnlySpan<byte> key) =>
        new(new DesEngine(), new DesEngine(), new DesParameters(key.ToArray()));

    /// <summary>Expands a 3DES key.</summary>
    /// <param name="key">24 bytes: three DES keys in the order encrypt, decrypt, encrypt.</param>
    internal static DesCbcKey TripleDes(ReadOnlySpan<byte> key) =>
        new(new DesEdeEngine(), new DesEdeEngine(), new DesEdeParameters(key.ToArray()));

    /// <inheritdoc/>
    internal override void Seal(in SealJob job)
    {
        Debug.Assert(job.IvOffset + BlockLength == job.TextOffset, "The IV stands directly in front of the text.");
        Span<byte> previous = job.Packet.AsSpan(job.IvOffset, BlockLength);
        BinaryPrimitives.WriteUInt64BigEndian(previous, job.Sequence);
        _encryptor.ProcessBlock(previous, previous);

        // The IV is E(sequence), which nobody can predict (NIST SP 800-38A appendix C, method 1).
        for (int offset = job.TextOffset; offset < job.TextOffset + job.TextLength; offset += BlockLength)
        {
            Span<byte> block = job.Packet.AsSpan(offset, BlockLength);
            ByteXor.Combine(block, previous, block);
            _encryptor.ProcessBlock(block, block);
            previous = block;
        }
    }

    /// <inheritdoc/>
    internal override void Open(in OpenJob job)
    {
        // From the last block to the first, so that the ciphertext in front of each is still there.
        int end = job.TextOffset + job.TextLength;
        for (int offset = end - BlockLength; offset >= job.TextOffset; offset -= BlockLength)
        {
            Span<byte> block = job.Packet.AsSpan(offset, BlockLength);
            Span<byte> previous = job.Packet.AsSpan(offset == job.TextOffset ? job.IvOffset : offset - BlockLength, BlockLength);
            _decryptor.ProcessBlock(block, block);
            ByteXor.Combine(block, previous, block);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // BouncyCastle cannot erase a key schedule; a schedule for the zero key takes its place.
        KeyParameter zero = _encryptor is DesEdeEngine
            ? new DesEdeParameters(new byte[24])
            : new DesParameters(new byte[8]);
        _encryptor.Init(forEncryption: true, zero);
        _decryptor.Init(forEncryption: false, zero);
    }
}
