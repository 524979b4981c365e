using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels;

/// <summary>Comparison in a time that depends on the length only.</summary>
/// <remarks>All bytes are combined before the one branch, which reveals the verdict and nothing else.</remarks>
internal static unsafe class FixedTime
{
    /// <summary>Tells whether two integrity check values are equal.</summary>
    /// <remarks>The framework's comparison goes byte by byte, at a cost that shows on short packets.</remarks>
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

    /// <summary>Tells whether an integrity check value is the first bytes of a tag, which is still in a register.</summary>
    /// <param name="icv">The value.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="length">Bytes in the value: 8, 12 or 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool AreEqual(byte* icv, Vector128<byte> tag, int length)
    {
        if (length == Vector128<byte>.Count)
        {
            return Vector128.Load(icv) == tag;
        }

        ulong difference = Unsafe.ReadUnaligned<ulong>(icv) ^ tag.AsUInt64().ToScalar();
        if (length > sizeof(ulong))
        {
            difference |= Unsafe.ReadUnaligned<uint>(icv + sizeof(ulong)) ^ tag.AsUInt32().GetElement(2);
        }

        return difference == 0;
    }
}
