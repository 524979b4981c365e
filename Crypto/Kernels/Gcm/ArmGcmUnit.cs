using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using Instructions = System.Runtime.Intrinsics.Arm.Aes;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>AES and PMULL of ARMv8. AESE adds the round key at the beginning, so each round takes the key of the one before.</summary>
internal readonly unsafe struct ArmGcmUnit : IGcmUnit
{
    private const int RoundKeyLength = 16;

    /// <inheritdoc/>
    public static string SetName => "arm64";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Begin(Vector128<byte> counter, byte* keys) => counter;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> RoundKey(byte* keys, int round) => Vector128.Load(keys + (RoundKeyLength * (round - 1)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Round(Vector128<byte> block, Vector128<byte> roundKey) =>
        Instructions.MixColumns(Instructions.Encrypt(block, roundKey));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LastKeys(byte* keys, int rounds, out Vector128<byte> beforeLast, out Vector128<byte> last)
    {
        beforeLast = Vector128.Load(keys + (RoundKeyLength * (rounds - 1)));
        last = Vector128.Load(keys + (RoundKeyLength * rounds));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LastRound(Vector128<byte> block, Vector128<byte> beforeLast, Vector128<byte> last) =>
        Instructions.Encrypt(block, beforeLast) ^ last;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MultiplyLow(Vector128<ulong> left, Vector128<ulong> right) =>
        Instructions.PolynomialMultiplyWideningLower(left.GetLower(), right.GetLower());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MultiplyHigh(Vector128<ulong> left, Vector128<ulong> right) =>
        Instructions.PolynomialMultiplyWideningUpper(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MultiplyCrosswise(Vector128<ulong> left, Vector128<ulong> right)
    {
        Vector128<ulong> swapped = AdvSimd.ExtractVector128(right, right, 1);
        return MultiplyLow(left, swapped) ^ MultiplyHigh(left, swapped);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MultiplyHighByLow(Vector128<ulong> left, Vector128<ulong> right) =>
        Instructions.PolynomialMultiplyWideningLower(left.GetUpper(), right.GetLower());
}
