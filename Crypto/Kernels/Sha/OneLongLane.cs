using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>One lane of 64 bits in plain C#.</summary>
internal readonly unsafe struct OneLongLane : ILanes<ulong, ulong>
{
    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static ulong Repeat(ulong* word) => *word;

    /// <inheritdoc/>
    public static ulong Add(ulong left, ulong right) => left + right;

    /// <inheritdoc/>
    public static ulong Xor(ulong x, ulong y) => x ^ y;

    /// <inheritdoc/>
    public static ulong Xor(ulong x, ulong y, ulong z) => x ^ y ^ z;

    /// <inheritdoc/>
    public static ulong Choose(ulong x, ulong y, ulong z) => z ^ (x & (y ^ z));

    /// <inheritdoc/>
    public static ulong Majority(ulong x, ulong y, ulong z) => (x & y) | (z & (x | y));

    /// <inheritdoc/>
    public static ulong RotateRight(ulong value, [ConstantExpected] byte count) => BitOperations.RotateRight(value, count);

    /// <inheritdoc/>
    public static ulong ShiftRight(ulong value, [ConstantExpected] byte count) => value >> count;

    /// <inheritdoc/>
    public static void LoadBlock(byte** messages, nint offset, ulong* words)
    {
        byte* block = messages[0] + offset;
        for (int word = 0; word < 16; word++)
        {
            words[word] = BinaryPrimitives.ReadUInt64BigEndian(new ReadOnlySpan<byte>(block + (word * sizeof(ulong)), sizeof(ulong)));
        }
    }
}
