using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Gcm.Hash;

/// <summary>GHASH (SP 800-38D §6.4) without instructions for it, in constant time. Blocks are as in <see cref="GcmBlock"/>.</summary>
/// <remarks>
/// Integer multiplication is carry-less where no carry reaches a bit that counts: each factor is cut into four, of every
/// fourth bit, and the three zeros between take up the carries (Pornin, "BearSSL, constant-time crypto").
/// </remarks>
internal struct GhashPortable
{
    private readonly ulong _powerLow;
    private readonly ulong _powerHigh;
    private readonly ulong _powerLowReversed;
    private readonly ulong _powerHighReversed;
    private ulong _low;
    private ulong _high;

    /// <summary>Begins with a hash.</summary>
    /// <param name="power">H, doubled.</param>
    /// <param name="hash">The hash so far.</param>
    internal GhashPortable(Vector128<ulong> power, Vector128<ulong> hash)
    {
        _powerLow = power.GetElement(0);
        _powerHigh = power.GetElement(1);
        _powerLowReversed = ReverseBits(_powerLow);
        _powerHighReversed = ReverseBits(_powerHigh);
        _low = hash.GetElement(0);
        _high = hash.GetElement(1);
    }

    /// <summary>The hash.</summary>
    internal readonly Vector128<ulong> Value => Vector128.Create(_low, _high);

    /// <summary>Adds bytes and multiplies; the last block is filled up with zeros.</summary>
    internal unsafe void Add(byte* bytes, int length)
    {
        for (; length > 0; length -= AesGcmKernel.BlockLength, bytes += AesGcmKernel.BlockLength)
        {
            Add(GcmBlock.Reflect(GcmBlock.LoadFirst(bytes, Math.Min(length, AesGcmKernel.BlockLength))));
        }
    }

    /// <summary>Adds a block and multiplies.</summary>
    internal void Add(Vector128<ulong> block)
    {
        _low ^= block.GetElement(0);
        _high ^= block.GetElement(1);
        Multiply();
    }

    /// <summary>Multiplies by H.</summary>
    internal void Multiply()
    {
        ulong lowReversed = ReverseBits(_low);
        ulong highReversed = ReverseBits(_high);

        // 256 bits of product in four words, from three products of 128 (Karatsuba).
        ulong p0 = MultiplyLow(_low, _powerLow);
        ulong p1 = MultiplyHigh(lowReversed, _powerLowReversed);
        ulong p2 = MultiplyLow(_high, _powerHigh);
        ulong p3 = MultiplyHigh(highReversed, _powerHighReversed);
        ulong middleLow = MultiplyLow(_low ^ _high, _powerLow ^ _powerHigh) ^ p0 ^ p2;
        ulong middleHigh = MultiplyHigh(lowReversed ^ highReversed, _powerLowReversed ^ _powerHighReversed) ^ p1 ^ p3;
        p1 ^= middleLow;
        p2 ^= middleHigh;

        // Each of the two lowest words in turn, times x^128 + x^127 + x^126 + x^121 + 1, is added: it vanishes.
        p1 ^= (p0 << 63) ^ (p0 << 62) ^ (p0 << 57);
        p2 ^= p0 ^ (p0 >> 1) ^ (p0 >> 2) ^ (p0 >> 7);
        p2 ^= (p1 << 63) ^ (p1 << 62) ^ (p1 << 57);
        p3 ^= p1 ^ (p1 >> 1) ^ (p1 >> 2) ^ (p1 >> 7);
        _low = p2;
        _high = p3;
    }

    /// <summary>The low word of a carry-less product.</summary>
    private static ulong MultiplyLow(ulong left, ulong right)
    {
        const ulong Every4 = 0x1111_1111_1111_1111;
        ulong a0 = left & Every4, a1 = left & (Every4 << 1), a2 = left & (Every4 << 2), a3 = left & (Every4 << 3);
        ulong b0 = right & Every4, b1 = right & (Every4 << 1), b2 = right & (Every4 << 2), b3 = right & (Every4 << 3);
        return (((a0 * b0) ^ (a1 * b3) ^ (a2 * b2) ^ (a3 * b1)) & Every4)
            | (((a0 * b1) ^ (a1 * b0) ^ (a2 * b3) ^ (a3 * b2)) & (Every4 << 1))
            | (((a0 * b2) ^ (a1 * b1) ^ (a2 * b0) ^ (a3 * b3)) & (Every4 << 2))
            | (((a0 * b3) ^ (a1 * b2) ^ (a2 * b1) ^ (a3 * b0)) & (Every4 << 3));
    }

    /// <summary>The high word of a carry-less product: reversed, the low word of the product of the reversed factors.</summary>
    private static ulong MultiplyHigh(ulong leftReversed, ulong rightReversed) =>
        ReverseBits(MultiplyLow(leftReversed, rightReversed)) >> 1;

    private static ulong ReverseBits(ulong value)
    {
        value = ((value & 0x5555_5555_5555_5555) << 1) | ((value >> 1) & 0x5555_5555_5555_5555);
        value = ((value & 0x3333_3333_3333_3333) << 2) | ((value >> 2) & 0x3333_3333_3333_3333);
        value = ((value & 0x0F0F_0F0F_0F0F_0F0F) << 4) | ((value >> 4) & 0x0F0F_0F0F_0F0F_0F0F);
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
    }
}
