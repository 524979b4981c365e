using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>Blocks as GHASH has them: the first bit of the first byte stands for 1, the last bit of the last for x^127.</summary>
/// <remarks>
/// Reflected, the block is a number whose highest bit stands for 1. A product of two such numbers has its bits one place too
/// low (Gueron and Kounavis, "Intel Carry-Less Multiplication Instruction and its Usage for Computing the GCM Mode"), so the
/// powers of H are kept doubled.
/// </remarks>
internal static class GcmBlock
{
    /// <summary>x^127 + x^126 + x^121 in the upper half: the polynomial of the field, but for x^128 and 1.</summary>
    internal const ulong Polynomial = 0xC200_0000_0000_0000;

    /// <summary>Reverses the bytes of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<ulong> Reflect(Vector128<byte> block) => Vector128.Shuffle(
        block, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).AsUInt64();

    /// <summary>H, which is the encryption of the zero block, doubled: the first power.</summary>
    internal static Vector128<ulong> FirstPower(Vector128<byte> encryptedZero)
    {
        Vector128<ulong> h = Reflect(encryptedZero);
        ulong low = h.GetElement(0);
        ulong high = h.GetElement(1);

        // The bit that falls out comes back as the polynomial; multiplied by and not branched on, for it is secret.
        ulong carry = high >> 63;
        return Vector128.Create((low << 1) ^ carry, ((high << 1) | (low >> 63)) ^ (carry * Polynomial));
    }

    /// <summary>Loads 1 to 16 bytes, reading no other; the rest of the block is zero.</summary>
    internal static unsafe Vector128<byte> LoadFirst(byte* bytes, int length)
    {
        Vector128<byte> block = default;
        new ReadOnlySpan<byte>(bytes, length).CopyTo(new Span<byte>(&block, AesGcmKernel.BlockLength));
        return block;
    }

    /// <summary>Stores the first 1 to 16 bytes of a block.</summary>
    internal static unsafe void StoreFirst(byte* bytes, Vector128<byte> block, int length) =>
        new ReadOnlySpan<byte>(&block, length).CopyTo(new Span<byte>(bytes, length));
}
