using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>One lane of 32 bits in plain C#.</summary>
internal readonly unsafe struct OneLane : ILanes<uint, uint>
{
    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static uint Repeat(uint* word) => *word;

    /// <inheritdoc/>
    public static uint Add(uint left, uint right) => left + right;

    /// <inheritdoc/>
    public static uint Xor(uint x, uint y) => x ^ y;

    /// <inheritdoc/>
    public static uint Xor(uint x, uint y, uint z) => x ^ y ^ z;

    /// <inheritdoc/>
    public static uint Choose(uint x, uint y, uint z) => z ^ (x & (y ^ z));

    /// <inheritdoc/>
    public static uint Majority(uint x, uint y, uint z) => (x & y) | (z & (x | y));

    /// <inheritdoc/>
    public static uint RotateRight(uint value, [ConstantExpected] byte count) => BitOperations.RotateRight(value, count);

    /// <inheritdoc/>
    public static uint ShiftRight(uint value, [ConstantExpected] byte count) => value >> count;

    /// <inheritdoc/>
    public static void LoadBlock(byte** messages, nint offset, uint* words)
    {
        byte* block = messages[0] + offset;
        for (int word = 0; word < 16; word++)
        {
            words[word] = BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(block + (word * sizeof(uint)), sizeof(uint)));
        }
    }
}
