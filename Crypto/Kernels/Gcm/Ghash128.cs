using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>A sum of products in the field of GCM, not reduced before <see cref="Reduce()"/>. Blocks are as in <see cref="GcmBlock"/>.</summary>
/// <typeparam name="TUnit">What multiplies.</typeparam>
internal struct Ghash128<TUnit>
    where TUnit : struct, IGcmUnit
{
    // Bits 0-127, 64-191 and 128-255 of the sum.
    private Vector128<ulong> _low;
    private Vector128<ulong> _middle;
    private Vector128<ulong> _high;

    /// <summary>Begins with the product of one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Ghash128(Vector128<ulong> block, Vector128<ulong> power)
    {
        _low = TUnit.MultiplyLow(block, power);
        _high = TUnit.MultiplyHigh(block, power);
        _middle = TUnit.MultiplyCrosswise(block, power);
    }

    /// <summary>A product, reduced.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<ulong> Multiply(Vector128<ulong> block, Vector128<ulong> power) =>
        new Ghash128<TUnit>(block, power).Reduce();

    /// <summary>Adds the product of one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(Vector128<ulong> block, Vector128<ulong> power)
    {
        _low ^= TUnit.MultiplyLow(block, power);
        _high ^= TUnit.MultiplyHigh(block, power);
        _middle ^= TUnit.MultiplyCrosswise(block, power);
    }

    /// <summary>Reduces the sum to a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector128<ulong> Reduce() => Reduce(_low, _middle, _high);

    /// <summary>Reduces a sum to a block, from the bottom up as Montgomery does: two multiplications.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
    {
        Vector128<ulong> polynomial = Vector128.Create(1UL, GcmBlock.Polynomial);
        middle ^= TUnit.MultiplyHighByLow(polynomial, low) ^ SwapHalves(low);
        return high ^ TUnit.MultiplyHighByLow(polynomial, middle) ^ SwapHalves(middle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> SwapHalves(Vector128<ulong> value) => Vector128.Shuffle(value, Vector128.Create(1UL, 0));
}
