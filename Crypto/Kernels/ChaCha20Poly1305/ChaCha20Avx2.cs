using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>ChaCha20 over 8 blocks: register i holds word i of all of them.</summary>
internal readonly unsafe struct ChaCha20Avx2 : IChaCha20Lanes
{
    private const int BlockLength = IChaCha20Lanes.BlockLength;

    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteState(byte* row, byte* state, uint counter, ulong iv)
    {
        Vector128<ulong> end = Vector128.Create(counter, iv);
        Vector256.Store(Vector256.Load(state), row);
        Vector256.Store(Vector256.Load((ulong*)(state + 32)) | Vector256.Create(Vector128<ulong>.Zero, end), (ulong*)(row + 32));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WriteBlocks(byte* rows, int count)
    {
        uint* row = (uint*)rows;
        Vector256<uint> x0 = Vector256.Load(row);
        Vector256<uint> x1 = Vector256.Load(row + 16);
        Vector256<uint> x2 = Vector256.Load(row + 32);
        Vector256<uint> x3 = Vector256.Load(row + 48);
        Vector256<uint> x4 = Vector256.Load(row + 64);
        Vector256<uint> x5 = Vector256.Load(row + 80);
        Vector256<uint> x6 = Vector256.Load(row + 96);
        Vector256<uint> x7 = Vector256.Load(row + 112);
        Vector256<uint> x8 = Vector256.Load(row + 8);
        Vector256<uint> x9 = Vector256.Load(row + 24);
        Vector256<uint> x10 = Vector256.Load(row + 40);
        Vector256<uint> x11 = Vector256.Load(row + 56);
        Vector256<uint> x12 = Vector256.Load(row + 72);
        Vector256<uint> x13 = Vector256.Load(row + 88);
        Vector256<uint> x14 = Vector256.Load(row + 104);
        Vector256<uint> x15 = Vector256.Load(row + 120);

        Transpose(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
        Transpose(ref x8, ref x9, ref x10, ref x11, ref x12, ref x13, ref x14, ref x15);
        for (int round = 0; round < IChaCha20Lanes.DoubleRounds; round++)
        {
            DoubleRound(
                ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7,
                ref x8, ref x9, ref x10, ref x11, ref x12, ref x13, ref x14, ref x15);
        }

        Transpose(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
        Transpose(ref x8, ref x9, ref x10, ref x11, ref x12, ref x13, ref x14, ref x15);
        Add(row, x0, x8);
        Add(row + 16, x1, x9);
        Add(row + 32, x2, x10);
        Add(row + 48, x3, x11);
        Add(row + 64, x4, x12);
        Add(row + 80, x5, x13);
        Add(row + 96, x6, x14);
        Add(row + 112, x7, x15);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void Combine(byte* row, byte* text)
    {
        byte* memory = stackalloc byte[9 * BlockLength];
        byte* rows = (byte*)(((nuint)memory + BlockLength - 1) & ~(nuint)(BlockLength - 1));
        for (int lane = 0; lane < Count; lane++)
        {
            byte* own = rows + (lane * BlockLength);
            Vector256.Store(Vector256.Load(row), own);
            Vector256.Store(Vector256.Load((uint*)(row + 32)) + Vector256.Create(0u, 0, 0, 0, (uint)lane, 0, 0, 0), (uint*)(own + 32));
        }

        WriteBlocks(rows, Count);
        for (int offset = 0; offset < Count * BlockLength; offset += 32)
        {
            Vector256.Store(Vector256.Load(rows + offset) ^ Vector256.Load(text + offset), text + offset);
        }
    }

    /// <inheritdoc/>
    public static void Combine(byte* block, byte* text, int length)
    {
        if (length == BlockLength)
        {
            Vector256.Store(Vector256.Load(block) ^ Vector256.Load(text), text);
            Vector256.Store(Vector256.Load(block + 32) ^ Vector256.Load(text + 32), text + 32);
            return;
        }

        int done = 0;
        for (; length - done >= sizeof(ulong); done += sizeof(ulong))
        {
            ulong word = Unsafe.ReadUnaligned<ulong>(text + done) ^ Unsafe.ReadUnaligned<ulong>(block + done);
            Unsafe.WriteUnaligned(text + done, word);
        }

        for (; done < length; done++)
        {
            text[done] ^= block[done];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(uint* row, Vector256<uint> low, Vector256<uint> high)
    {
        Vector256.Store(low + Vector256.Load(row), row);
        Vector256.Store(high + Vector256.Load(row + 8), row + 8);
    }

    /// <summary>A column round and a diagonal round (RFC 8439 §2.3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DoubleRound(
        ref Vector256<uint> x0, ref Vector256<uint> x1, ref Vector256<uint> x2, ref Vector256<uint> x3,
        ref Vector256<uint> x4, ref Vector256<uint> x5, ref Vector256<uint> x6, ref Vector256<uint> x7,
        ref Vector256<uint> x8, ref Vector256<uint> x9, ref Vector256<uint> x10, ref Vector256<uint> x11,
        ref Vector256<uint> x12, ref Vector256<uint> x13, ref Vector256<uint> x14, ref Vector256<uint> x15)
    {
        QuarterRound(ref x0, ref x4, ref x8, ref x12);
        QuarterRound(ref x1, ref x5, ref x9, ref x13);
        QuarterRound(ref x2, ref x6, ref x10, ref x14);
        QuarterRound(ref x3, ref x7, ref x11, ref x15);
        QuarterRound(ref x0, ref x5, ref x10, ref x15);
        QuarterRound(ref x1, ref x6, ref x11, ref x12);
        QuarterRound(ref x2, ref x7, ref x8, ref x13);
        QuarterRound(ref x3, ref x4, ref x9, ref x14);
    }

    /// <summary>RFC 8439 §2.1; whole bytes are rotated by a shuffle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuarterRound(ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d)
    {
        Vector256<byte> by16 = Vector256.Create(
            (byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
        Vector256<byte> by8 = Vector256.Create(
            (byte)3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14, 3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14);
        a += b;
        d = Avx2.Shuffle((d ^ a).AsByte(), by16).AsUInt32();
        c += d;
        b ^= c;
        b = (b << 12) | (b >> 20);
        a += b;
        d = Avx2.Shuffle((d ^ a).AsByte(), by8).AsUInt32();
        c += d;
        b ^= c;
        b = (b << 7) | (b >> 25);
    }

    /// <summary>Swaps rows and columns of a matrix of 8 by 8 words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<uint> x0, ref Vector256<uint> x1, ref Vector256<uint> x2, ref Vector256<uint> x3,
        ref Vector256<uint> x4, ref Vector256<uint> x5, ref Vector256<uint> x6, ref Vector256<uint> x7)
    {
        TransposeWords(ref x0, ref x1, ref x2, ref x3);
        TransposeWords(ref x4, ref x5, ref x6, ref x7);
        SwapLanes(ref x0, ref x4);
        SwapLanes(ref x1, ref x5);
        SwapLanes(ref x2, ref x6);
        SwapLanes(ref x3, ref x7);
    }

    /// <summary>Swaps rows and columns of 4 by 4 words, in both 128-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeWords(
        ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d)
    {
        Vector256<ulong> abLow = Avx2.UnpackLow(a, b).AsUInt64();
        Vector256<ulong> abHigh = Avx2.UnpackHigh(a, b).AsUInt64();
        Vector256<ulong> cdLow = Avx2.UnpackLow(c, d).AsUInt64();
        Vector256<ulong> cdHigh = Avx2.UnpackHigh(c, d).AsUInt64();
        a = Avx2.UnpackLow(abLow, cdLow).AsUInt32();
        b = Avx2.UnpackHigh(abLow, cdLow).AsUInt32();
        c = Avx2.UnpackLow(abHigh, cdHigh).AsUInt32();
        d = Avx2.UnpackHigh(abHigh, cdHigh).AsUInt32();
    }

    /// <summary>Swaps the upper 128 bits of <paramref name="a"/> and the lower of <paramref name="b"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SwapLanes(ref Vector256<uint> a, ref Vector256<uint> b)
    {
        Vector256<uint> lower = Avx2.Permute2x128(a, b, 0x20);
        b = Avx2.Permute2x128(a, b, 0x31);
        a = lower;
    }
}
