using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>The field of GCM, GF(2^128), by the carry-less multiplication of x86.</summary>
/// <remarks>
/// Blocks are byte-reversed, which leaves the bits of a product one place too low (Gueron and Kounavis, "Intel Carry-Less
/// Multiplication Instruction and its Usage for Computing the GCM Mode"): the powers of H are kept doubled to make up for
/// it, and the reduction modulo x^128 + x^127 + x^126 + x^121 + 1 is two more multiplications (Gueron, "AES-GCM-SIV
/// implementations", as for Montgomery). A sum of products needs only one reduction.
/// </remarks>
internal static class Ghash
{
    /// <summary>Reverses the bytes of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<ulong> Reflect(Vector128<byte> block) => Ssse3.Shuffle(block, ByteReversal).AsUInt64();

    private static Vector128<byte> ByteReversal
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    }

    /// <summary>H, the encryption of the zero block, doubled: the first power.</summary>
    internal static Vector128<ulong> FirstPower(Vector128<byte> encryptedZero)
    {
        Vector128<ulong> h = Reflect(encryptedZero);
        ulong low = h.GetElement(0);
        ulong high = h.GetElement(1);

        // The bit that falls out comes back as the polynomial; multiplied by and not branched on, for it is secret.
        ulong carry = high >> 63;
        return Vector128.Create((low << 1) ^ carry, ((high << 1) | (low >> 63)) ^ (carry * 0xC200_0000_0000_0000));
    }

    /// <summary>A product, reduced.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<ulong> Multiply(Vector128<ulong> block, Vector128<ulong> power)
    {
        Vector128<ulong> low = default;
        Vector128<ulong> middle = default;
        Vector128<ulong> high = default;
        Add(block, power, ref low, ref middle, ref high);
        return Reduce(low, middle, high);
    }

    /// <summary>Adds a product to a sum of 256-bit products: bits 0-127, 64-191 and 128-255 apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(
        Vector128<ulong> block,
        Vector128<ulong> power,
        ref Vector128<ulong> low,
        ref Vector128<ulong> middle,
        ref Vector128<ulong> high)
    {
        low ^= Pclmulqdq.CarrylessMultiply(block, power, 0x00);
        high ^= Pclmulqdq.CarrylessMultiply(block, power, 0x11);
        middle ^= Pclmulqdq.CarrylessMultiply(block, power, 0x01) ^ Pclmulqdq.CarrylessMultiply(block, power, 0x10);
    }

    /// <summary>Reduces a sum of products to a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
    {
        Vector128<ulong> polynomial = Vector128.Create(1UL, 0xC200_0000_0000_0000UL);
        middle ^= Pclmulqdq.CarrylessMultiply(polynomial, low, 0x01) ^ SwapHalves(low);
        return high ^ Pclmulqdq.CarrylessMultiply(polynomial, middle, 0x01) ^ SwapHalves(middle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> SwapHalves(Vector128<ulong> value) =>
        Sse2.Shuffle(value.AsUInt32(), 0b01_00_11_10).AsUInt64();
}
