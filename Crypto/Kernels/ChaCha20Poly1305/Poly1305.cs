using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>Poly1305 (RFC 8439 §2.5) in 64-bit limbs: the plain one, and what the vector kernels begin and end with.</summary>
/// <remarks>
/// The accumulator is h0 + 2^64 h1 + 2^128 h2, reduced modulo 2^130 - 5 only as far as needed: h2 stays below 8. No branch and
/// no address depends on key or text.
/// </remarks>
internal unsafe struct Poly1305
{
    /// <summary>Bytes of a block.</summary>
    internal const int BlockLength = 16;

    private readonly ulong _r0;
    private readonly ulong _r1;
    private readonly ulong _s0;
    private readonly ulong _s1;
    private ulong _h0;
    private ulong _h1;
    private ulong _h2;

    /// <summary>Takes the 32 bytes of a one-time key: r, which is clamped, then s.</summary>
    internal Poly1305(byte* oneTimeKey)
    {
        _r0 = Read(oneTimeKey) & 0x0FFFFFFC0FFFFFFF;
        _r1 = Read(oneTimeKey + 8) & 0x0FFFFFFC0FFFFFFC;
        _s0 = Read(oneTimeKey + 16);
        _s1 = Read(oneTimeKey + 24);
    }

    /// <summary>The low 64 bits of r, clamped.</summary>
    internal readonly ulong R0 => _r0;

    /// <summary>The high 64 bits of r, clamped.</summary>
    internal readonly ulong R1 => _r1;

    /// <summary>The low 64 bits of the accumulator.</summary>
    internal readonly ulong H0 => _h0;

    /// <summary>The middle 64 bits of the accumulator.</summary>
    internal readonly ulong H1 => _h1;

    /// <summary>The high bits of the accumulator: below 8.</summary>
    internal readonly ulong H2 => _h2;

    /// <summary>Sets the accumulator, after a vector kernel has taken blocks in: sums of its lanes, in limbs of 26 bits and more.</summary>
    internal void SetLimbs(ulong h0, ulong h1, ulong h2, ulong h3, ulong h4)
    {
        const ulong limbMask = (1 << 26) - 1;
        h1 += h0 >> 26;
        h2 += h1 >> 26;
        h3 += h2 >> 26;
        h4 += h3 >> 26;
        h0 = (h0 & limbMask) + (5 * (h4 >> 26));
        h1 = (h1 & limbMask) + (h0 >> 26);
        h2 = (h2 & limbMask) + (h1 >> 26);
        h3 = (h3 & limbMask) + (h2 >> 26);
        h4 = (h4 & limbMask) + (h3 >> 26);
        h0 &= limbMask;
        h1 &= limbMask;
        h2 &= limbMask;
        h3 &= limbMask;
        _h0 = h0 | (h1 << 26) | (h2 << 52);
        _h1 = (h2 >> 12) | (h3 << 14) | (h4 << 40);
        _h2 = h4 >> 24;
    }

    /// <summary>Takes in whole blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Absorb(byte* blocks, int count)
    {
        ulong h0 = _h0;
        ulong h1 = _h1;
        ulong h2 = _h2;
        for (byte* end = blocks + ((nint)count * BlockLength); blocks != end; blocks += BlockLength)
        {
            Step(ref h0, ref h1, ref h2, Read(blocks), Read(blocks + 8), top: 1, _r0, _r1);
        }

        _h0 = h0;
        _h1 = h1;
        _h2 = h2;
    }

    /// <summary>Takes in one whole block, given as two little-endian numbers.</summary>
    internal void Absorb(ulong low, ulong high) => Step(ref _h0, ref _h1, ref _h2, low, high, top: 1, _r0, _r1);

    /// <summary>Takes in fewer than 16 bytes, padded with zeros to a whole block as the AEAD wants it (RFC 8439 §2.8).</summary>
    internal void AbsorbPadded(byte* bytes, int length)
    {
        (ulong low, ulong high) = ReadPart(bytes, length);
        Absorb(low, high);
    }

    /// <summary>Takes in the last bytes of a text, fewer than 16, with the 1 behind them (RFC 8439 §2.5).</summary>
    internal void AbsorbLast(byte* bytes, int length)
    {
        (ulong low, ulong high) = ReadPart(bytes, length);
        ulong one = 1UL << (length % sizeof(ulong) * 8);
        low |= length < sizeof(ulong) ? one : 0;
        high |= length < sizeof(ulong) ? 0 : one;
        Step(ref _h0, ref _h1, ref _h2, low, high, top: 0, _r0, _r1);
    }

    /// <summary>Reduces the accumulator whole, adds s, and writes the 16 bytes of the tag.</summary>
    internal readonly void Finish(byte* tag)
    {
        // The accumulator is below 2 p: p is subtracted by adding 5 and looking at bit 130, and kept or not by a mask.
        ulong g0 = _h0 + 5;
        ulong carry = g0 < 5 ? 1UL : 0;
        ulong g1 = _h1 + carry;
        carry = g1 < carry ? 1UL : 0;
        ulong take = 0 - ((_h2 + carry) >> 2);
        ulong h0 = (_h0 & ~take) | (g0 & take);
        ulong h1 = (_h1 & ~take) | (g1 & take);

        ulong low = h0 + _s0;
        ulong high = h1 + _s1 + (low < h0 ? 1UL : 0);
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(tag, sizeof(ulong)), low);
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(tag + sizeof(ulong), sizeof(ulong)), high);
    }

    /// <summary>h = (h + block) r, with the clamped r: its high half is a multiple of 4, so that 5/4 of it is whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        ref ulong h0, ref ulong h1, ref ulong h2, ulong low, ulong high, ulong top, ulong r0, ulong r1)
    {
        ulong t0 = h0 + low;
        ulong carry = t0 < low ? 1UL : 0;
        ulong t1 = h1 + high;
        ulong carryHigh = t1 < high ? 1UL : 0;
        t1 += carry;
        carryHigh += t1 < carry ? 1UL : 0;
        ulong t2 = h2 + top + carryHigh;

        // Columns of 64 bits; what lies at 2^130 and above comes in again times 5.
        ulong s1 = r1 + (r1 >> 2);
        ulong high0 = Math.BigMul(t0, r0, out ulong low0);
        ulong highA = Math.BigMul(t1, s1, out ulong lowA);
        ulong high1 = Math.BigMul(t0, r1, out ulong low1);
        ulong highB = Math.BigMul(t1, r0, out ulong lowB);
        ulong low2 = t2 * r0;
        ulong lowC = t2 * s1;

        low0 += lowA;
        high0 += highA + (low0 < lowA ? 1UL : 0);
        low1 += lowB;
        high1 += highB + (low1 < lowB ? 1UL : 0);
        low1 += lowC;
        high1 += low1 < lowC ? 1UL : 0;
        low1 += high0;
        high1 += low1 < high0 ? 1UL : 0;
        low2 += high1;

        ulong wrapped = (low2 >> 2) + (low2 & ~3UL);
        h0 = low0 + wrapped;
        carry = h0 < wrapped ? 1UL : 0;
        h1 = low1 + carry;
        h2 = (low2 & 3) + (h1 < carry ? 1UL : 0);
    }

    private static (ulong Low, ulong High) ReadPart(byte* bytes, int length)
    {
        ulong* block = stackalloc ulong[2];
        block[0] = 0;
        block[1] = 0;
        Unsafe.CopyBlockUnaligned(block, bytes, (uint)length);
        return (Read((byte*)block), Read((byte*)(block + 1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read(byte* bytes)
    {
        ulong value = Unsafe.ReadUnaligned<ulong>(bytes);
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }
}
