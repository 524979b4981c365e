using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels.Gcm.Hash;

/// <summary>A sum of products in the field of GCM, four blocks at a time (VPCLMULQDQ at 512 bits).</summary>
/// <remarks>Neither are its four lanes summed nor is it reduced, before <see cref="Reduce"/>. Blocks are as in <see cref="GcmBlock"/>.</remarks>
internal struct Ghash512
{
    private const byte ExclusiveOrOfThree = 0x96;

    private Vector512<ulong> _low;
    private Vector512<ulong> _middle;
    private Vector512<ulong> _high;

    /// <summary>Begins with the product of one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Ghash512(Vector128<ulong> block, Vector128<ulong> power)
    {
        _low = Widen(Pclmulqdq.CarrylessMultiply(block, power, 0x00));
        _high = Widen(Pclmulqdq.CarrylessMultiply(block, power, 0x11));
        _middle = Widen(Pclmulqdq.CarrylessMultiply(block, power, 0x01) ^ Pclmulqdq.CarrylessMultiply(block, power, 0x10));
    }

    /// <summary>Begins with the products of four blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Ghash512(Vector512<ulong> blocks, Vector512<ulong> powers)
    {
        _low = Pclmulqdq.V512.CarrylessMultiply(blocks, powers, 0x00);
        _high = Pclmulqdq.V512.CarrylessMultiply(blocks, powers, 0x11);
        _middle = Pclmulqdq.V512.CarrylessMultiply(blocks, powers, 0x01)
            ^ Pclmulqdq.V512.CarrylessMultiply(blocks, powers, 0x10);
    }

    /// <summary>Adds the products of four blocks, each with the power in its lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(Vector512<ulong> blocks, Vector512<ulong> powers)
    {
        _low ^= Pclmulqdq.V512.CarrylessMultiply(blocks, powers, 0x00);
        _high ^= Pclmulqdq.V512.CarrylessMultiply(blocks, powers, 0x11);
        _middle = Avx512F.TernaryLogic(
            _middle,
            Pclmulqdq.V512.CarrylessMultiply(blocks, powers, 0x01),
            Pclmulqdq.V512.CarrylessMultiply(blocks, powers, 0x10),
            ExclusiveOrOfThree);
    }

    /// <summary>Adds the product of one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(Vector128<ulong> block, Vector128<ulong> power)
    {
        var one = new Ghash512(block, power);
        _low ^= one._low;
        _middle ^= one._middle;
        _high ^= one._high;
    }

    /// <summary>Sums the lanes and reduces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector128<ulong> Reduce() => Ghash128.Reduce(SumLanes(_low), SumLanes(_middle), SumLanes(_high));

    /// <summary>One block in the lowest lane, zeros in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<ulong> Widen(Vector128<ulong> block) => block.ToVector256().ToVector512();

    /// <summary>Reverses the bytes of four blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<ulong> Reflect(Vector512<byte> blocks) => Avx512BW.Shuffle(blocks, ByteReversal).AsUInt64();

    private static Vector512<byte> ByteReversal
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(
            (byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
            15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
            15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
            15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> SumLanes(Vector512<ulong> value)
    {
        Vector256<ulong> two = value.GetLower() ^ value.GetUpper();
        return two.GetLower() ^ two.GetUpper();
    }
}
