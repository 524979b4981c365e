using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;

namespace Pipeline.Crypto.Kernels.Gcm.Hash;

/// <summary>A sum of products in the field of GCM, by PCLMULQDQ of x86 or PMULL of Arm; not reduced before <see cref="Reduce()"/>.</summary>
/// <remarks>Blocks are as in <see cref="GcmBlock"/>.</remarks>
internal struct Ghash128
{
    // Bits 0-127, 64-191 and 128-255 of the sum.
    private Vector128<ulong> _low;
    private Vector128<ulong> _middle;
    private Vector128<ulong> _high;

    /// <summary>Begins with the product of one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Ghash128(Vector128<ulong> block, Vector128<ulong> power) => Add(block, power);

    /// <summary>A product, reduced.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<ulong> Multiply(Vector128<ulong> block, Vector128<ulong> power) =>
        new Ghash128(block, power).Reduce();

    /// <summary>Adds the product of one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(Vector128<ulong> block, Vector128<ulong> power)
    {
        if (Pclmulqdq.IsSupported)
        {
            _low ^= Pclmulqdq.CarrylessMultiply(block, power, 0x00);
            _high ^= Pclmulqdq.CarrylessMultiply(block, power, 0x11);
            _middle ^= Pclmulqdq.CarrylessMultiply(block, power, 0x01) ^ Pclmulqdq.CarrylessMultiply(block, power, 0x10);
        }
        else
        {
            Vector128<ulong> swapped = SwapHalves(power);
            _low ^= ArmAes.PolynomialMultiplyWideningLower(block.GetLower(), power.GetLower());
            _high ^= ArmAes.PolynomialMultiplyWideningUpper(block, power);
            _middle ^= ArmAes.PolynomialMultiplyWideningLower(block.GetLower(), swapped.GetLower())
                ^ ArmAes.PolynomialMultiplyWideningUpper(block, swapped);
        }
    }

    /// <summary>Reduces the sum to a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector128<ulong> Reduce() => Reduce(_low, _middle, _high);

    /// <summary>Reduces a sum to a block, from the bottom up as Montgomery does: two multiplications.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
    {
        middle ^= MultiplyPolynomial(low) ^ SwapHalves(low);
        return high ^ MultiplyPolynomial(middle) ^ SwapHalves(middle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> MultiplyPolynomial(Vector128<ulong> value) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(value, Vector128.Create(GcmBlock.Polynomial), 0x00)
        : ArmAes.PolynomialMultiplyWideningLower(value.GetLower(), Vector64.Create(GcmBlock.Polynomial));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> SwapHalves(Vector128<ulong> value) => Vector128.Shuffle(value, Vector128.Create(1UL, 0));
}
