using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>Counter blocks of GCM, made by one exclusive or each.</summary>
/// <remarks>
/// nonce | n, with the first round key added. As long as sixteen numbers begin at a multiple of sixteen, adding is the same
/// as exclusive or; it goes well with the first round key, which is added alike, and needs no byte order.
/// </remarks>
internal static unsafe class GcmCounter
{
    /// <summary>Bytes of a row.</summary>
    internal const int RowLength = 16;

    /// <summary>The number of the first counter block of a text (SP 800-38D §7.1); 1 hides the tag.</summary>
    internal const int First = 2;

    /// <summary>Rows 0 to 15: a block that holds its row's number, big-endian, where counters stand. Never moves.</summary>
    internal static byte* Rows => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Table));

    private static ReadOnlySpan<ulong> Table =>
    [
        0, 0UL << 56, 0, 1UL << 56, 0, 2UL << 56, 0, 3UL << 56, 0, 4UL << 56, 0, 5UL << 56, 0, 6UL << 56, 0, 7UL << 56,
        0, 8UL << 56, 0, 9UL << 56, 0, 10UL << 56, 0, 11UL << 56, 0, 12UL << 56, 0, 13UL << 56, 0, 14UL << 56, 0, 15UL << 56,
    ];

    /// <summary>A block to go from one number to another by exclusive or.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<byte> Step(uint from, uint to) =>
        Vector128.Create(0UL, (ulong)System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(from ^ to) << 32).AsByte();
}
