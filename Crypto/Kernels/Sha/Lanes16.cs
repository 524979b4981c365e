using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>Sixteen lanes of 32 bits in 512-bit registers: AVX-512.</summary>
internal readonly unsafe struct Lanes16 : ILanes<Vector512<uint>, uint>
{
    /// <inheritdoc/>
    public static int Count => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Repeat(uint* word) => Vector512.Create(*word);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> left, Vector512<uint> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> x, Vector512<uint> y) => x ^ y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0x96);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Choose(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0xCA);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Majority(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0xE8);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateRight(Vector512<uint> value, [ConstantExpected] byte count) => Avx512F.RotateRight(value, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftRight(Vector512<uint> value, [ConstantExpected] byte count) => Avx512F.ShiftRightLogical(value, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LoadBlock(byte** messages, nint offset, Vector512<uint>* words)
    {
        // Four lanes at a time: their quarters of the block are transposed where they lie, which leaves in each register four
        // words of one number for each quarter. Then the quarters of four registers change places.
        for (int lane = 0; lane < 16; lane += 4)
        {
            Vector512<uint> first = Load(messages[lane] + offset), second = Load(messages[lane + 1] + offset);
            Vector512<uint> third = Load(messages[lane + 2] + offset), fourth = Load(messages[lane + 3] + offset);
            Vector512<ulong> low0 = Avx512F.UnpackLow(first, second).AsUInt64(), high0 = Avx512F.UnpackHigh(first, second).AsUInt64();
            Vector512<ulong> low1 = Avx512F.UnpackLow(third, fourth).AsUInt64(), high1 = Avx512F.UnpackHigh(third, fourth).AsUInt64();
            words[lane] = Avx512F.UnpackLow(low0, low1).AsUInt32();
            words[lane + 1] = Avx512F.UnpackHigh(low0, low1).AsUInt32();
            words[lane + 2] = Avx512F.UnpackLow(high0, high1).AsUInt32();
            words[lane + 3] = Avx512F.UnpackHigh(high0, high1).AsUInt32();
        }

        for (int word = 0; word < 4; word++)
        {
            Vector512<uint> first = words[word], second = words[word + 4], third = words[word + 8], fourth = words[word + 12];
            Vector512<uint> even0 = Avx512F.Shuffle4x128(first, second, 0x88), odd0 = Avx512F.Shuffle4x128(first, second, 0xDD);
            Vector512<uint> even1 = Avx512F.Shuffle4x128(third, fourth, 0x88), odd1 = Avx512F.Shuffle4x128(third, fourth, 0xDD);
            words[word] = Avx512F.Shuffle4x128(even0, even1, 0x88);
            words[word + 4] = Avx512F.Shuffle4x128(odd0, odd1, 0x88);
            words[word + 8] = Avx512F.Shuffle4x128(even0, even1, 0xDD);
            words[word + 12] = Avx512F.Shuffle4x128(odd0, odd1, 0xDD);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Load(byte* block) => Avx512BW.Shuffle(Vector512.Load(block), WordsReversed).AsUInt32();

    private static Vector512<byte> WordsReversed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(
            (byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12,
            3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
    }
}
