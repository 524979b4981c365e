using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <summary>A counter block of 16 bytes; the last four are the counter, big endian (RFC 3686 §4).</summary>
/// <param name="Nonce">The first 4 bytes, as they lie in memory.</param>
/// <param name="Iv">The next 8, likewise.</param>
/// <param name="Counter">The counter's value.</param>
internal readonly record struct CounterBlock(uint Nonce, ulong Iv, uint Counter)
{
    /// <summary>The block, in a register, with the counter still zero.</summary>
    internal Vector128<byte> WithoutCounter
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(((ulong)(uint)Iv << 32) | Nonce, Iv >> 32).AsByte();
    }

    /// <summary>A block with another counter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<byte> WithCounter(Vector128<byte> block, uint number) =>
        block.AsUInt32().WithElement(3, BinaryPrimitives.ReverseEndianness(number)).AsByte();
}
