using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pipeline.Crypto.Kernels;

/// <summary>An order in which lanes that take one packet after the other end about together.</summary>
internal static class LongestFirst
{
    /// <summary>Packets that can be put in order at once.</summary>
    internal const int Most = 128;

    // Lengths to 12 % exactly: what two lanes may differ in the end.
    private const int StepBits = 3;
    private const int Classes = (32 - StepBits + 1) << StepBits;

    private static ReadOnlySpan<byte> Given =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
        64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95,
        96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127,
    ];

    /// <summary>Puts packets in order by counting: two passes, no comparisons.</summary>
    /// <param name="lengths">Lengths of at most <see cref="Most"/> packets.</param>
    /// <param name="order">Takes the numbers of the packets, the longest ones first.</param>
    [SkipLocalsInit]
    internal static void Sort(ReadOnlySpan<int> lengths, Span<byte> order)
    {
        Debug.Assert(lengths.Length <= Most && order.Length >= lengths.Length, "Packets are numbered in one byte.");
        if (!lengths.ContainsAnyExcept(lengths[0]))
        {
            Given[..lengths.Length].CopyTo(order);
            return;
        }

        Span<byte> starts = stackalloc byte[Classes];
        starts.Clear();
        foreach (int length in lengths)
        {
            starts[ClassOf(length)]++;
        }

        int start = 0;
        for (int index = ClassOf(Longest(lengths)); index >= 0; index--)
        {
            int packets = starts[index];
            starts[index] = (byte)start;
            start += packets;
        }

        for (int index = 0; index < lengths.Length; index++)
        {
            order[starts[ClassOf(lengths[index])]++] = (byte)index;
        }
    }

    private static int Longest(ReadOnlySpan<int> lengths)
    {
        int longest = 0;
        foreach (int length in lengths)
        {
            longest = Math.Max(longest, length);
        }

        return longest;
    }

    /// <summary>A short floating-point number: the position of the highest bit, then the bits behind it.</summary>
    private static int ClassOf(int length)
    {
        const int Smallest = 1 << StepBits;

        int atLeast = Math.Max(length, Smallest);
        int exponent = BitOperations.Log2((uint)atLeast) - StepBits;
        return (exponent << StepBits) + (atLeast >> exponent) - Smallest;
    }
}
