using System.Security.Cryptography;
using Pipeline.Crypto.Transforms.Blocks;

namespace Pipeline.Crypto.Transforms.Integrity;

/// <summary>AES-XCBC-MAC-96 (RFC 3566) and AES-CMAC-96 (RFC 4494): CBC-MAC with a masked last block.</summary>
/// <remarks>
/// The two differ only in how key and subkeys come from the SA's key: see <see cref="Xcbc"/> and <see cref="Cmac"/>.
/// </remarks>
internal sealed class AesMacKey : IntegrityKey
{
    private const int BlockLength = CbcEncryptor.BlockLength;
    private const byte PaddingStart = 0x80;

    private readonly CbcEncryptor _cbc;
    private readonly byte[] _wholeMask;
    private readonly byte[] _paddedMask;

    private AesMacKey(ReadOnlySpan<byte> key, byte[] wholeMask, byte[] paddedMask)
    {
        _cbc = new CbcEncryptor(key);
        _wholeMask = wholeMask;
        _paddedMask = paddedMask;
    }

    /// <summary>RFC 3566 §4: K1, K2 and K3 are the encryptions of 01..., 02... and 03....</summary>
    /// <param name="key">16 bytes; the algorithm is defined for AES-128 only.</param>
    internal static AesMacKey Xcbc(ReadOnlySpan<byte> key)
    {
        Span<byte> block = stackalloc byte[BlockLength];
        block.Fill(1);
        byte[] macKey = AesAlgorithm.EncryptBlock(key, block);
        block.Fill(2);
        byte[] wholeMask = AesAlgorithm.EncryptBlock(key, block);
        block.Fill(3);
        byte[] paddedMask = AesAlgorithm.EncryptBlock(key, block);
        var made = new AesMacKey(macKey, wholeMask, paddedMask);
        CryptographicOperations.ZeroMemory(macKey);
        return made;
    }

    /// <summary>RFC 4493 §2.3: the masks are E(0) doubled once and twice in GF(2^128).</summary>
    /// <param name="key">16 bytes (RFC 4494 §2).</param>
    internal static AesMacKey Cmac(ReadOnlySpan<byte> key)
    {
        Span<byte> zero = stackalloc byte[BlockLength];
        zero.Clear();
        byte[] start = AesAlgorithm.EncryptBlock(key, zero);
        byte[] wholeMask = Doubled(start);
        CryptographicOperations.ZeroMemory(start);
        return new AesMacKey(key, wholeMask, Doubled(wholeMask));
    }

    /// <inheritdoc/>
    internal override void Compute(AuthenticatedBytes input, Span<byte> icv)
    {
        int length = input.Length;
        bool whole = length != 0 && length % BlockLength == 0;
        int padded = whole ? length : (length / BlockLength * BlockLength) + BlockLength;
        byte[] message = Scratch.Work(padded);
        input.CopyTo(message);
        if (!whole)
        {
            message.AsSpan(length, padded - length).Clear();
            message[length] = PaddingStart;
        }

        Span<byte> last = message.AsSpan(padded - BlockLength, BlockLength);
        ByteXor.Combine(last, whole ? _wholeMask : _paddedMask, last);
        _cbc.EncryptFromZero(message, 0, padded);
        last[..icv.Length].CopyTo(icv);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _cbc.Dispose();
        CryptographicOperations.ZeroMemory(_wholeMask);
        CryptographicOperations.ZeroMemory(_paddedMask);
    }

    private static byte[] Doubled(byte[] block)
    {
        const byte Polynomial = 0x87; // x^128 + x^7 + x^2 + x + 1, without its highest term

        byte[] doubled = new byte[BlockLength];
        int carry = 0;
        for (int index = BlockLength - 1; index >= 0; index--)
        {
            doubled[index] = (byte)((block[index] << 1) | carry);
            carry = block[index] >> 7;
        }

        // Without a branch on the secret carry.
        doubled[BlockLength - 1] ^= (byte)(Polynomial & -carry);
        return doubled;
    }
}
