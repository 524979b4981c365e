using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>Eight lanes of 64 bits in 512-bit registers: AVX-512.</summary>
internal readonly unsafe struct LongLanes8 : ILanes<Vector512<ulong>, ulong>
{
    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Repeat(ulong* word) => Vector512.Create(*word);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Add(Vector512<ulong> left, Vector512<ulong> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Xor(Vector512<ulong> x, Vector512<ulong> y) => x ^ y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Xor(Vector512<ulong> x, Vector512<ulong> y, Vector512<ulong> z) => Avx512F.TernaryLogic(x, y, z, 0x96);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Choose(Vector512<ulong> x, Vector512<ulong> y, Vector512<ulong> z) => Avx512F.TernaryLogic(x, y, z, 0xCA);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Majority(Vector512<ulong> x, Vector512<ulong> y, Vector512<ulong> z) => Avx512F.TernaryLogic(x, y, z, 0xE8);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> RotateRight(Vector512<ulong> value, [ConstantExpected] byte count) => Avx512F.RotateRight(value, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftRight(Vector512<ulong> value, [ConstantExpected] byte count) => Avx512F.ShiftRightLogical(value, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LoadBlock(byte** messages, nint offset, Vector512<ulong>* words)
    {
        LoadHalf(messages, offset, words);
        LoadHalf(messages, offset + 64, words + 8);
    }

    /// <summary>Transposes eight words of eight lanes: pairs of words, then of pairs, then of halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadHalf(byte** messages, nint offset, Vector512<ulong>* words)
    {
        Vector512<ulong> l0 = Load(messages[0] + offset), l1 = Load(messages[1] + offset), l2 = Load(messages[2] + offset), l3 = Load(messages[3] + offset);
        Vector512<ulong> l4 = Load(messages[4] + offset), l5 = Load(messages[5] + offset), l6 = Load(messages[6] + offset), l7 = Load(messages[7] + offset);
        Vector512<ulong> a0 = Avx512F.UnpackLow(l0, l1), a1 = Avx512F.UnpackLow(l2, l3), a2 = Avx512F.UnpackLow(l4, l5), a3 = Avx512F.UnpackLow(l6, l7);
        Vector512<ulong> b0 = Avx512F.UnpackHigh(l0, l1), b1 = Avx512F.UnpackHigh(l2, l3), b2 = Avx512F.UnpackHigh(l4, l5), b3 = Avx512F.UnpackHigh(l6, l7);
        StoreEverySecond(a0, a1, a2, a3, words);
        StoreEverySecond(b0, b1, b2, b3, words + 1);
    }

    /// <summary>Words 0, 2, 4, 6 from there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreEverySecond(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c, Vector512<ulong> d, Vector512<ulong>* words)
    {
        Vector512<ulong> even0 = Avx512F.Shuffle4x128(a, b, 0x88), odd0 = Avx512F.Shuffle4x128(a, b, 0xDD);
        Vector512<ulong> even1 = Avx512F.Shuffle4x128(c, d, 0x88), odd1 = Avx512F.Shuffle4x128(c, d, 0xDD);
        words[0] = Avx512F.Shuffle4x128(even0, even1, 0x88);
        words[2] = Avx512F.Shuffle4x128(odd0, odd1, 0x88);
        words[4] = Avx512F.Shuffle4x128(even0, even1, 0xDD);
        words[6] = Avx512F.Shuffle4x128(odd0, odd1, 0xDD);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Load(byte* block) => Avx512BW.Shuffle(Vector512.Load(block), WordsReversed).AsUInt64();

    private static Vector512<byte> WordsReversed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(
            (byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8,
            7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
    }
}
