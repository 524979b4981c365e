using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>ChaCha20 over 16 blocks: register i holds word i of all of them.</summary>
internal readonly unsafe struct ChaCha20Avx512 : IChaCha20Lanes
{
    private const int BlockLength = IChaCha20Lanes.BlockLength;

    /// <inheritdoc/>
    public static int Count => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteState(byte* row, byte* state, uint counter, ulong iv)
    {
        Vector128<ulong> end = Vector128.Create(counter, iv);
        Vector512<ulong> own = Avx512F.InsertVector128(Vector512<ulong>.Zero, end, 3);
        Vector512.Store(Vector512.Load((ulong*)state) | own, (ulong*)row);
    }

    /// <inheritdoc/>
    public static void WriteBlocks(byte* rows, int count)
    {
        if (count <= ChaCha20Avx2.Count)
        {
            // Half the lanes at half the width: half the time.
            ChaCha20Avx2.WriteBlocks(rows, count);
        }
        else
        {
            WriteBlocks(rows);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(byte* row, byte* text)
    {
        uint* state = (uint*)row;
        Vector512<uint> x0 = Vector512.Create(state[0]);
        Vector512<uint> x1 = Vector512.Create(state[1]);
        Vector512<uint> x2 = Vector512.Create(state[2]);
        Vector512<uint> x3 = Vector512.Create(state[3]);
        Vector512<uint> x4 = Vector512.Create(state[4]);
        Vector512<uint> x5 = Vector512.Create(state[5]);
        Vector512<uint> x6 = Vector512.Create(state[6]);
        Vector512<uint> x7 = Vector512.Create(state[7]);
        Vector512<uint> x8 = Vector512.Create(state[8]);
        Vector512<uint> x9 = Vector512.Create(state[9]);
        Vector512<uint> x10 = Vector512.Create(state[10]);
        Vector512<uint> x11 = Vector512.Create(state[11]);
        Vector512<uint> x12 = Vector512.Create(state[12]) + Vector512<uint>.Indices;
        Vector512<uint> x13 = Vector512.Create(state[13]);
        Vector512<uint> x14 = Vector512.Create(state[14]);
        Vector512<uint> x15 = Vector512.Create(state[15]);

        for (int round = 0; round < IChaCha20Lanes.DoubleRounds; round++)
        {
            DoubleRound(
                ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7,
                ref x8, ref x9, ref x10, ref x11, ref x12, ref x13, ref x14, ref x15);
        }

        x0 += Vector512.Create(state[0]);
        x1 += Vector512.Create(state[1]);
        x2 += Vector512.Create(state[2]);
        x3 += Vector512.Create(state[3]);
        x4 += Vector512.Create(state[4]);
        x5 += Vector512.Create(state[5]);
        x6 += Vector512.Create(state[6]);
        x7 += Vector512.Create(state[7]);
        x8 += Vector512.Create(state[8]);
        x9 += Vector512.Create(state[9]);
        x10 += Vector512.Create(state[10]);
        x11 += Vector512.Create(state[11]);
        x12 += Vector512.Create(state[12]) + Vector512<uint>.Indices;
        x13 += Vector512.Create(state[13]);
        x14 += Vector512.Create(state[14]);
        x15 += Vector512.Create(state[15]);
        Transpose(
            ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7,
            ref x8, ref x9, ref x10, ref x11, ref x12, ref x13, ref x14, ref x15);

        uint* words = (uint*)text;
        Vector512.Store(x0 ^ Vector512.Load(words), words);
        Vector512.Store(x1 ^ Vector512.Load(words + 16), words + 16);
        Vector512.Store(x2 ^ Vector512.Load(words + 32), words + 32);
        Vector512.Store(x3 ^ Vector512.Load(words + 48), words + 48);
        Vector512.Store(x4 ^ Vector512.Load(words + 64), words + 64);
        Vector512.Store(x5 ^ Vector512.Load(words + 80), words + 80);
        Vector512.Store(x6 ^ Vector512.Load(words + 96), words + 96);
        Vector512.Store(x7 ^ Vector512.Load(words + 112), words + 112);
        Vector512.Store(x8 ^ Vector512.Load(words + 128), words + 128);
        Vector512.Store(x9 ^ Vector512.Load(words + 144), words + 144);
        Vector512.Store(x10 ^ Vector512.Load(words + 160), words + 160);
        Vector512.Store(x11 ^ Vector512.Load(words + 176), words + 176);
        Vector512.Store(x12 ^ Vector512.Load(words + 192), words + 192);
        Vector512.Store(x13 ^ Vector512.Load(words + 208), words + 208);
        Vector512.Store(x14 ^ Vector512.Load(words + 224), words + 224);
        Vector512.Store(x15 ^ Vector512.Load(words + 240), words + 240);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Combine(byte* block, byte* text, int length)
    {
        Vector512<byte> stream = Vector512.Load(block);
        if (length == BlockLength)
        {
            Vector512.Store(stream ^ Vector512.Load(text), text);
            return;
        }

        Vector512<byte> mask = Vector512.LessThan(Vector512<byte>.Indices, Vector512.Create((byte)length));
        Vector512<byte> bytes = Avx512BW.MaskLoad(text, mask, Vector512<byte>.Zero);
        Avx512BW.MaskStore(text, mask, stream ^ bytes);
    }

    /// <summary>All 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteBlocks(byte* rows)
    {
        uint* row = (uint*)rows;
        Vector512<uint> x0 = Vector512.Load(row);
        Vector512<uint> x1 = Vector512.Load(row + 16);
        Vector512<uint> x2 = Vector512.Load(row + 32);
        Vector512<uint> x3 = Vector512.Load(row + 48);
        Vector512<uint> x4 = Vector512.Load(row + 64);
        Vector512<uint> x5 = Vector512.Load(row + 80);
        Vector512<uint> x6 = Vector512.Load(row + 96);
        Vector512<uint> x7 = Vector512.Load(row + 112);
        Vector512<uint> x8 = Vector512.Load(row + 128);
        Vector512<uint> x9 = Vector512.Load(row + 144);
        Vector512<uint> x10 = Vector512.Load(row + 160);
        Vector512<uint> x11 = Vector512.Load(row + 176);
        Vector512<uint> x12 = Vector512.Load(row + 192);
        Vector512<uint> x13 = Vector512.Load(row + 208);
        Vector512<uint> x14 = Vector512.Load(row + 224);
        Vector512<uint> x15 = Vector512.Load(row + 240);

        Transpose(
            ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7,
            ref x8, ref x9, ref x10, ref x11, ref x12, ref x13, ref x14, ref x15);
        for (int round = 0; round < IChaCha20Lanes.DoubleRounds; round++)
        {
            DoubleRound(
                ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7,
                ref x8, ref x9, ref x10, ref x11, ref x12, ref x13, ref x14, ref x15);
        }

        Transpose(
            ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7,
            ref x8, ref x9, ref x10, ref x11, ref x12, ref x13, ref x14, ref x15);
        Vector512.Store(x0 + Vector512.Load(row), row);
        Vector512.Store(x1 + Vector512.Load(row + 16), row + 16);
        Vector512.Store(x2 + Vector512.Load(row + 32), row + 32);
        Vector512.Store(x3 + Vector512.Load(row + 48), row + 48);
        Vector512.Store(x4 + Vector512.Load(row + 64), row + 64);
        Vector512.Store(x5 + Vector512.Load(row + 80), row + 80);
        Vector512.Store(x6 + Vector512.Load(row + 96), row + 96);
        Vector512.Store(x7 + Vector512.Load(row + 112), row + 112);
        Vector512.Store(x8 + Vector512.Load(row + 128), row + 128);
        Vector512.Store(x9 + Vector512.Load(row + 144), row + 144);
        Vector512.Store(x10 + Vector512.Load(row + 160), row + 160);
        Vector512.Store(x11 + Vector512.Load(row + 176), row + 176);
        Vector512.Store(x12 + Vector512.Load(row + 192), row + 192);
        Vector512.Store(x13 + Vector512.Load(row + 208), row + 208);
        Vector512.Store(x14 + Vector512.Load(row + 224), row + 224);
        Vector512.Store(x15 + Vector512.Load(row + 240), row + 240);
    }

    /// <summary>A column round and a diagonal round (RFC 8439 §2.3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DoubleRound(
        ref Vector512<uint> x0, ref Vector512<uint> x1, ref Vector512<uint> x2, ref Vector512<uint> x3,
        ref Vector512<uint> x4, ref Vector512<uint> x5, ref Vector512<uint> x6, ref Vector512<uint> x7,
        ref Vector512<uint> x8, ref Vector512<uint> x9, ref Vector512<uint> x10, ref Vector512<uint> x11,
        ref Vector512<uint> x12, ref Vector512<uint> x13, ref Vector512<uint> x14, ref Vector512<uint> x15)
    {
        QuarterRounds(
            ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7, ref x8, ref x9, ref x10, ref x11, ref x12, ref x13, ref x14, ref x15);
        QuarterRounds(
            ref x0, ref x1, ref x2, ref x3, ref x5, ref x6, ref x7, ref x4, ref x10, ref x11, ref x8, ref x9, ref x15, ref x12, ref x13, ref x14);
    }

    /// <summary>Four quarter rounds (RFC 8439 §2.1) in step, so that the next instruction never waits for the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuarterRounds(
        ref Vector512<uint> a0, ref Vector512<uint> a1, ref Vector512<uint> a2, ref Vector512<uint> a3,
        ref Vector512<uint> b0, ref Vector512<uint> b1, ref Vector512<uint> b2, ref Vector512<uint> b3,
        ref Vector512<uint> c0, ref Vector512<uint> c1, ref Vector512<uint> c2, ref Vector512<uint> c3,
        ref Vector512<uint> d0, ref Vector512<uint> d1, ref Vector512<uint> d2, ref Vector512<uint> d3)
    {
        a0 += b0;
        a1 += b1;
        a2 += b2;
        a3 += b3;
        d0 = Avx512F.RotateLeft(d0 ^ a0, 16);
        d1 = Avx512F.RotateLeft(d1 ^ a1, 16);
        d2 = Avx512F.RotateLeft(d2 ^ a2, 16);
        d3 = Avx512F.RotateLeft(d3 ^ a3, 16);
        c0 += d0;
        c1 += d1;
        c2 += d2;
        c3 += d3;
        b0 = Avx512F.RotateLeft(b0 ^ c0, 12);
        b1 = Avx512F.RotateLeft(b1 ^ c1, 12);
        b2 = Avx512F.RotateLeft(b2 ^ c2, 12);
        b3 = Avx512F.RotateLeft(b3 ^ c3, 12);
        a0 += b0;
        a1 += b1;
        a2 += b2;
        a3 += b3;
        d0 = Avx512F.RotateLeft(d0 ^ a0, 8);
        d1 = Avx512F.RotateLeft(d1 ^ a1, 8);
        d2 = Avx512F.RotateLeft(d2 ^ a2, 8);
        d3 = Avx512F.RotateLeft(d3 ^ a3, 8);
        c0 += d0;
        c1 += d1;
        c2 += d2;
        c3 += d3;
        b0 = Avx512F.RotateLeft(b0 ^ c0, 7);
        b1 = Avx512F.RotateLeft(b1 ^ c1, 7);
        b2 = Avx512F.RotateLeft(b2 ^ c2, 7);
        b3 = Avx512F.RotateLeft(b3 ^ c3, 7);
    }

    /// <summary>Swaps rows and columns of a matrix of 16 by 16 words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector512<uint> x0, ref Vector512<uint> x1, ref Vector512<uint> x2, ref Vector512<uint> x3,
        ref Vector512<uint> x4, ref Vector512<uint> x5, ref Vector512<uint> x6, ref Vector512<uint> x7,
        ref Vector512<uint> x8, ref Vector512<uint> x9, ref Vector512<uint> x10, ref Vector512<uint> x11,
        ref Vector512<uint> x12, ref Vector512<uint> x13, ref Vector512<uint> x14, ref Vector512<uint> x15)
    {
        TransposeWords(ref x0, ref x1, ref x2, ref x3);
        TransposeWords(ref x4, ref x5, ref x6, ref x7);
        TransposeWords(ref x8, ref x9, ref x10, ref x11);
        TransposeWords(ref x12, ref x13, ref x14, ref x15);
        TransposeLanes(ref x0, ref x4, ref x8, ref x12);
        TransposeLanes(ref x1, ref x5, ref x9, ref x13);
        TransposeLanes(ref x2, ref x6, ref x10, ref x14);
        TransposeLanes(ref x3, ref x7, ref x11, ref x15);
    }

    /// <summary>Swaps rows and columns of 4 by 4 words, in each of the four 128-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeWords(
        ref Vector512<uint> a, ref Vector512<uint> b, ref Vector512<uint> c, ref Vector512<uint> d)
    {
        Vector512<ulong> abLow = Avx512F.UnpackLow(a, b).AsUInt64();
        Vector512<ulong> abHigh = Avx512F.UnpackHigh(a, b).AsUInt64();
        Vector512<ulong> cdLow = Avx512F.UnpackLow(c, d).AsUInt64();
        Vector512<ulong> cdHigh = Avx512F.UnpackHigh(c, d).AsUInt64();
        a = Avx512F.UnpackLow(abLow, cdLow).AsUInt32();
        b = Avx512F.UnpackHigh(abLow, cdLow).AsUInt32();
        c = Avx512F.UnpackLow(abHigh, cdHigh).AsUInt32();
        d = Avx512F.UnpackHigh(abHigh, cdHigh).AsUInt32();
    }

    /// <summary>Swaps rows and columns of 4 by 4 lanes of 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeLanes(
        ref Vector512<uint> a, ref Vector512<uint> b, ref Vector512<uint> c, ref Vector512<uint> d)
    {
        Vector512<uint> abLow = Avx512F.Shuffle4x128(a, b, 0b01_00_01_00);
        Vector512<uint> abHigh = Avx512F.Shuffle4x128(a, b, 0b11_10_11_10);
        Vector512<uint> cdLow = Avx512F.Shuffle4x128(c, d, 0b01_00_01_00);
        Vector512<uint> cdHigh = Avx512F.Shuffle4x128(c, d, 0b11_10_11_10);
        a = Avx512F.Shuffle4x128(abLow, cdLow, 0b10_00_10_00);
        b = Avx512F.Shuffle4x128(abLow, cdLow, 0b11_01_11_01);
        c = Avx512F.Shuffle4x128(abHigh, cdHigh, 0b10_00_10_00);
        d = Avx512F.Shuffle4x128(abHigh, cdHigh, 0b11_01_11_01);
    }
}
