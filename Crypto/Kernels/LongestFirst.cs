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

    /// <summary>Puts packets in order by counting: two passes, no comparisons.</summary>
    /// <param name="lengths">Lengths of at most <see cref="Most"/> packets.</param>
    /// <param name="order">Takes the numbers of the packets, the longest ones first.</param>
    [SkipLocalsInit]
    internal static void Sort(ReadOnlySpan<int> lengths, Span<byte> order)
    {
        Debug.Assert(lengths.Length <= Most && order.Length >= lengths.Length, "Packets are numbered in one byte.");
        if (!lengths.ContainsAnyExcept(lengths[0]))
        {
            for (int index = 0; index < lengths.Length; index++)
            {
                order[index] = (byte)index;
            }

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

        int atLeast = length | Smallest;
        int exponent = BitOperations.Log2((uint)atLeast) - StepBits;
        return (exponent << StepBits) + (atLeast >> exponent) - Smallest;
    }
}
