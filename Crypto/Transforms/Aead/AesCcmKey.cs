using System.Buffers.Binary;
using Pipeline.Crypto.Transforms.Blocks;

namespace Pipeline.Crypto.Transforms.Aead;

/// <summary>AES-CCM (RFC 3610) for ESP (RFC 4309): counter mode, and CBC-MAC over the plaintext.</summary>
/// <remarks>Own code over AES blocks, because .NET's AesCcm allocates 32 bytes a packet.</remarks>
internal sealed class AesCcmKey : AeadKey
{
    private const int BlockLength = CbcEncryptor.BlockLength;

    private readonly CbcEncryptor _mac;
    private readonly CounterStream _stream;

    /// <summary>Expands an AES key of 16, 24 or 32 bytes.</summary>
    internal AesCcmKey(ReadOnlySpan<byte> key)
    {
        _mac = new CbcEncryptor(key);
        _stream = new CounterStream(key);
    }

    /// <inheritdoc/>
    internal override void Encrypt(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> text,
        Span<byte> output,
        Span<byte> tag,
        ReadOnlySpan<byte> associated)
    {
        ComputeMac(nonce, text, tag, associated);

        // A_0 encrypts the MAC, A_1 and on the text (RFC 3610 §2.3).
        Span<byte> block = stackalloc byte[BlockLength];
        WriteNonceBlock(block, nonce, flags: LengthFieldLength(nonce) - 1, number: 0);
        ReadOnlySpan<byte> stream = _stream.Generate(block, BlockLength + text.Length);
        ByteXor.Combine(tag, stream, tag);
        ByteXor.Combine(text, stream[BlockLength..], output);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _mac.Dispose();
        _stream.Dispose();
    }

    /// <summary>CBC-MAC over B_0, the associated data with its length, and the text (RFC 3610 §2.2).</summary>
    private void ComputeMac(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text, Span<byte> tag, ReadOnlySpan<byte> associated)
    {
        int associatedBlocks = associated.Length == 0 ? 0 : RoundUp(sizeof(ushort) + associated.Length);
        int length = BlockLength + associatedBlocks + RoundUp(text.Length);
        byte[] blocks = Scratch.Work(length);
        Span<byte> message = blocks.AsSpan(0, length);
        message.Clear();

        int flags = (associated.Length == 0 ? 0 : 0x40) | ((tag.Length - 2) / 2 << 3) | (LengthFieldLength(nonce) - 1);
        WriteNonceBlock(message, nonce, flags, text.Length);
        if (associated.Length != 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(message[BlockLength..], (ushort)associated.Length);
            associated.CopyTo(message[(BlockLength + sizeof(ushort))..]);
        }

        text.CopyTo(message[(BlockLength + associatedBlocks)..]);
        _mac.EncryptFromZero(blocks, 0, length);
        message.Slice(length - BlockLength, tag.Length).CopyTo(tag);
    }

    /// <summary>flags | nonce | number, the number in whatever the nonce leaves of the 16 bytes.</summary>
    private static void WriteNonceBlock(Span<byte> block, ReadOnlySpan<byte> nonce, int flags, int number)
    {
        BinaryPrimitives.WriteInt32BigEndian(block[(BlockLength - sizeof(int))..], number);
        block[0] = (byte)flags;
        nonce.CopyTo(block[1..]);
        if (LengthFieldLength(nonce) == sizeof(ushort))
        {
            BinaryPrimitives.WriteUInt16BigEndian(block[(BlockLength - sizeof(ushort))..], (ushort)number);
        }
    }

    /// <summary>L of RFC 3610 §2: 4 with ESP's 11-byte nonce, 2 with the 13-byte nonce of RFC 3610's vectors.</summary>
    private static int LengthFieldLength(ReadOnlySpan<byte> nonce) => BlockLength - 1 - nonce.Length;

    private static int RoundUp(int length) => (length + BlockLength - 1) / BlockLength * BlockLength;
}
