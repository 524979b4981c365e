using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>Eight lanes of 32 bits in 256-bit registers: AVX2, with the rotations of AVX-512 where there are any.</summary>
internal readonly unsafe struct Lanes8 : ILanes<Vector256<uint>, uint>
{
    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Repeat(uint* word) => Vector256.Create(*word);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> left, Vector256<uint> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> x, Vector256<uint> y) => x ^ y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => x ^ y ^ z;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Choose(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(x, y, z, 0xCA) : z ^ (x & (y ^ z));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Majority(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(x, y, z, 0xE8) : (x & y) | (z & (x | y));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateRight(Vector256<uint> value, [ConstantExpected] byte count) => Avx512F.VL.IsSupported
        ? Avx512F.VL.RotateRight(value, count)
        : (value >> count) | (value << (32 - count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> ShiftRight(Vector256<uint> value, [ConstantExpected] byte count) => Avx2.ShiftRightLogical(value, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LoadBlock(byte** messages, nint offset, Vector256<uint>* words)
    {
        LoadHalf(messages, offset, words);
        LoadHalf(messages, offset + 32, words + 8);
    }

    /// <summary>Transposes eight words of eight lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadHalf(byte** messages, nint offset, Vector256<uint>* words)
    {
        LoadFour(messages, offset, out Vector256<uint> w0, out Vector256<uint> w1, out Vector256<uint> w2, out Vector256<uint> w3);
        LoadFour(messages + 4, offset, out Vector256<uint> x0, out Vector256<uint> x1, out Vector256<uint> x2, out Vector256<uint> x3);
        words[0] = Avx2.Permute2x128(w0, x0, 0x20);
        words[1] = Avx2.Permute2x128(w1, x1, 0x20);
        words[2] = Avx2.Permute2x128(w2, x2, 0x20);
        words[3] = Avx2.Permute2x128(w3, x3, 0x20);
        words[4] = Avx2.Permute2x128(w0, x0, 0x31);
        words[5] = Avx2.Permute2x128(w1, x1, 0x31);
        words[6] = Avx2.Permute2x128(w2, x2, 0x31);
        words[7] = Avx2.Permute2x128(w3, x3, 0x31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadFour(
        byte** messages,
        nint offset,
        out Vector256<uint> word0,
        out Vector256<uint> word1,
        out Vector256<uint> word2,
        out Vector256<uint> word3)
    {
        Vector256<uint> first = Load(messages[0] + offset), second = Load(messages[1] + offset);
        Vector256<uint> third = Load(messages[2] + offset), fourth = Load(messages[3] + offset);
        Vector256<ulong> low0 = Avx2.UnpackLow(first, second).AsUInt64(), high0 = Avx2.UnpackHigh(first, second).AsUInt64();
        Vector256<ulong> low1 = Avx2.UnpackLow(third, fourth).AsUInt64(), high1 = Avx2.UnpackHigh(third, fourth).AsUInt64();
        word0 = Avx2.UnpackLow(low0, low1).AsUInt32();
        word1 = Avx2.UnpackHigh(low0, low1).AsUInt32();
        word2 = Avx2.UnpackLow(high0, high1).AsUInt32();
        word3 = Avx2.UnpackHigh(high0, high1).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Load(byte* block) => Avx2.Shuffle(Vector256.Load(block), WordsReversed).AsUInt32();

    private static Vector256<byte> WordsReversed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            (byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
    }
}
