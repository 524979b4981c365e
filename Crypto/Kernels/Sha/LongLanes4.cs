using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>Four lanes of 64 bits in 256-bit registers: AVX2, with the rotations of AVX-512 where there are any.</summary>
internal readonly unsafe struct LongLanes4 : ILanes<Vector256<ulong>, ulong>
{
    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Repeat(ulong* word) => Vector256.Create(*word);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Add(Vector256<ulong> left, Vector256<ulong> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Xor(Vector256<ulong> x, Vector256<ulong> y) => x ^ y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Xor(Vector256<ulong> x, Vector256<ulong> y, Vector256<ulong> z) => x ^ y ^ z;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Choose(Vector256<ulong> x, Vector256<ulong> y, Vector256<ulong> z) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(x, y, z, 0xCA) : z ^ (x & (y ^ z));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Majority(Vector256<ulong> x, Vector256<ulong> y, Vector256<ulong> z) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(x, y, z, 0xE8) : (x & y) | (z & (x | y));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> RotateRight(Vector256<ulong> value, [ConstantExpected] byte count) => Avx512F.VL.IsSupported
        ? Avx512F.VL.RotateRight(value, count)
        : (value >> count) | (value << (64 - count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftRight(Vector256<ulong> value, [ConstantExpected] byte count) => Avx2.ShiftRightLogical(value, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LoadBlock(byte** messages, nint offset, Vector256<ulong>* words)
    {
        for (int quarter = 0; quarter < 4; quarter++)
        {
            Vector256<ulong> first = Load(messages[0] + offset), second = Load(messages[1] + offset);
            Vector256<ulong> third = Load(messages[2] + offset), fourth = Load(messages[3] + offset);
            Vector256<ulong> even0 = Avx2.UnpackLow(first, second), odd0 = Avx2.UnpackHigh(first, second);
            Vector256<ulong> even1 = Avx2.UnpackLow(third, fourth), odd1 = Avx2.UnpackHigh(third, fourth);
            words[0] = Avx2.Permute2x128(even0, even1, 0x20);
            words[1] = Avx2.Permute2x128(odd0, odd1, 0x20);
            words[2] = Avx2.Permute2x128(even0, even1, 0x31);
            words[3] = Avx2.Permute2x128(odd0, odd1, 0x31);
            words += 4;
            offset += 32;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Load(byte* block) => Avx2.Shuffle(Vector256.Load(block), WordsReversed).AsUInt64();

    private static Vector256<byte> WordsReversed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            (byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
    }
}
