using System.Runtime.CompilerServices;

namespace Pipeline.Crypto.Kernels;

/// <summary>Comparison in a time that depends on the length only.</summary>
internal static unsafe class FixedTime
{
    /// <summary>Tells whether two integrity check values are equal.</summary>
    /// <remarks>
    /// All bytes are combined before the one branch, which reveals the verdict and nothing else. The framework's comparison
    /// does so byte by byte, at a cost that shows on short packets.
    /// </remarks>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <param name="length">Bytes in each: a multiple of 4.</param>
    internal static bool AreEqual(byte* left, byte* right, int length)
    {
        ulong difference = 0;
        int done = 0;
        for (; done <= length - sizeof(ulong); done += sizeof(ulong))
        {
            difference |= Unsafe.ReadUnaligned<ulong>(left + done) ^ Unsafe.ReadUnaligned<ulong>(right + done);
        }

        for (; done < length; done += sizeof(uint))
        {
            difference |= Unsafe.ReadUnaligned<uint>(left + done) ^ Unsafe.ReadUnaligned<uint>(right + done);
        }

        return difference == 0;
    }
}
