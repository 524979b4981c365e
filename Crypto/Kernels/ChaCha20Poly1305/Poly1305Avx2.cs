using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>Poly1305 over 4 blocks side by side, in limbs of 26 bits: the half of <see cref="Poly1305Avx512"/>, in small.</summary>
/// <remarks>Loading 64 bytes by two unpacks gives the lanes the blocks 0, 2, 1, 3, which end with r^4, r^2, r^3 and r.</remarks>
internal static unsafe class Poly1305Avx2
{
    private const int Lanes = 4;
    private const int TurnLength = Lanes * Poly1305.BlockLength;
    private const ulong LimbMask = Poly1305Limbs.LimbMask;

    /// <summary>From so many blocks on the powers of r are worth their price.</summary>
    private const int ShortestVector = 16;

    /// <summary>Takes in whole blocks.</summary>
    internal static void Absorb(ref Poly1305 mac, byte* blocks, int count)
    {
        if (count < ShortestVector)
        {
            mac.Absorb(blocks, count);
            return;
        }

        int odd = count % Lanes;
        mac.Absorb(blocks, odd);
        AbsorbVector(ref mac, blocks + (odd * Poly1305.BlockLength), count / Lanes);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AbsorbVector(ref Poly1305 mac, byte* blocks, int turns)
    {
        // r in all lanes, then in each lane the power that it ends with: by r and r^2 as the bits of the power, less one, say.
        Vector256<ulong> r0 = Vector256.Create(mac.R0 & LimbMask);
        Vector256<ulong> r1 = Vector256.Create((mac.R0 >> 26) & LimbMask);
        Vector256<ulong> r2 = Vector256.Create(((mac.R0 >> 52) | (mac.R1 << 12)) & LimbMask);
        Vector256<ulong> r3 = Vector256.Create((mac.R1 >> 14) & LimbMask);
        Vector256<ulong> r4 = Vector256.Create(mac.R1 >> 40);
        Vector256<ulong> p0 = r0;
        Vector256<ulong> p1 = r1;
        Vector256<ulong> p2 = r2;
        Vector256<ulong> p3 = r3;
        Vector256<ulong> p4 = r4;
        Multiply(ref p0, ref p1, ref p2, ref p3, ref p4, r0, r1, r2, r3, r4, Five(r1), Five(r2), Five(r3), Five(r4));
        Vector256<ulong> needsR = Vector256.Create(ulong.MaxValue, ulong.MaxValue, 0, 0);
        r0 = Vector256.ConditionalSelect(needsR, p0, r0);
        r1 = Vector256.ConditionalSelect(needsR, p1, r1);
        r2 = Vector256.ConditionalSelect(needsR, p2, r2);
        r3 = Vector256.ConditionalSelect(needsR, p3, r3);
        r4 = Vector256.ConditionalSelect(needsR, p4, r4);
        Multiply(ref p0, ref p1, ref p2, ref p3, ref p4, r0, r1, r2, r3, r4, Five(r1), Five(r2), Five(r3), Five(r4));
        Vector256<ulong> needsR2 = Vector256.Create(ulong.MaxValue, 0, ulong.MaxValue, 0);
        Vector256<ulong> last0 = Vector256.ConditionalSelect(needsR2, p0, r0);
        Vector256<ulong> last1 = Vector256.ConditionalSelect(needsR2, p1, r1);
        Vector256<ulong> last2 = Vector256.ConditionalSelect(needsR2, p2, r2);
        Vector256<ulong> last3 = Vector256.ConditionalSelect(needsR2, p3, r3);
        Vector256<ulong> last4 = Vector256.ConditionalSelect(needsR2, p4, r4);
        r0 = First(last0);
        r1 = First(last1);
        r2 = First(last2);
        r3 = First(last3);
        r4 = First(last4);
        Vector256<ulong> s1 = Five(r1);
        Vector256<ulong> s2 = Five(r2);
        Vector256<ulong> s3 = Five(r3);
        Vector256<ulong> s4 = Five(r4);

        // Block 0 is in lane 0: the accumulator so far is added there.
        Vector256<ulong> h0 = Vector256.CreateScalar(mac.H0 & LimbMask);
        Vector256<ulong> h1 = Vector256.CreateScalar((mac.H0 >> 26) & LimbMask);
        Vector256<ulong> h2 = Vector256.CreateScalar(((mac.H0 >> 52) | (mac.H1 << 12)) & LimbMask);
        Vector256<ulong> h3 = Vector256.CreateScalar((mac.H1 >> 14) & LimbMask);
        Vector256<ulong> h4 = Vector256.CreateScalar((mac.H1 >> 40) | (mac.H2 << 24));
        AddBlocks(ref h0, ref h1, ref h2, ref h3, ref h4, blocks);
        for (int turn = 1; turn < turns; turn++)
        {
            blocks += TurnLength;
            Multiply(ref h0, ref h1, ref h2, ref h3, ref h4, r0, r1, r2, r3, r4, s1, s2, s3, s4);
            AddBlocks(ref h0, ref h1, ref h2, ref h3, ref h4, blocks);
        }

        Multiply(
            ref h0, ref h1, ref h2, ref h3, ref h4, last0, last1, last2, last3, last4,
            Five(last1), Five(last2), Five(last3), Five(last4));
        mac.SetLimbs(Vector256.Sum(h0), Vector256.Sum(h1), Vector256.Sum(h2), Vector256.Sum(h3), Vector256.Sum(h4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddBlocks(
        ref Vector256<ulong> h0, ref Vector256<ulong> h1, ref Vector256<ulong> h2, ref Vector256<ulong> h3, ref Vector256<ulong> h4,
        byte* blocks)
    {
        Vector256<ulong> mask = Vector256.Create(LimbMask);
        Vector256<ulong> a = Vector256.Load((ulong*)blocks);
        Vector256<ulong> b = Vector256.Load((ulong*)(blocks + 32));
        Vector256<ulong> low = Avx2.UnpackLow(a, b);
        Vector256<ulong> high = Avx2.UnpackHigh(a, b);
        h0 += low & mask;
        h1 += (low >> 26) & mask;
        h2 += ((low >> 52) | (high << 12)) & mask;
        h3 += (high >> 14) & mask;
        h4 += (high >> 40) | Vector256.Create(1UL << 24);
    }

    /// <summary>h = h r modulo 2^130 - 5; bounds and order as in <see cref="Poly1305Limbs"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(
        ref Vector256<ulong> h0, ref Vector256<ulong> h1, ref Vector256<ulong> h2, ref Vector256<ulong> h3, ref Vector256<ulong> h4,
        Vector256<ulong> r0, Vector256<ulong> r1, Vector256<ulong> r2, Vector256<ulong> r3, Vector256<ulong> r4,
        Vector256<ulong> s1, Vector256<ulong> s2, Vector256<ulong> s3, Vector256<ulong> s4)
    {
        Vector256<ulong> d0 = (Product(h0, r0) + Product(h1, s4)) + (Product(h2, s3) + Product(h3, s2)) + Product(h4, s1);
        Vector256<ulong> d1 = (Product(h0, r1) + Product(h1, r0)) + (Product(h2, s4) + Product(h3, s3)) + Product(h4, s2);
        Vector256<ulong> d2 = (Product(h0, r2) + Product(h1, r1)) + (Product(h2, r0) + Product(h3, s4)) + Product(h4, s3);
        Vector256<ulong> d3 = (Product(h0, r3) + Product(h1, r2)) + (Product(h2, r1) + Product(h3, r0)) + Product(h4, s4);
        Vector256<ulong> d4 = (Product(h0, r4) + Product(h1, r3)) + (Product(h2, r2) + Product(h3, r1)) + Product(h4, r0);

        Vector256<ulong> mask = Vector256.Create(LimbMask);
        d1 += d0 >> 26;
        d4 += d3 >> 26;
        d0 &= mask;
        d3 &= mask;
        d2 += d1 >> 26;
        d0 += Five(d4 >> 26);
        d3 += d2 >> 26;
        h1 = (d1 & mask) + (d0 >> 26);
        h2 = d2 & mask;
        h0 = d0 & mask;
        h4 = (d4 & mask) + (d3 >> 26);
        h3 = d3 & mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Product(Vector256<ulong> left, Vector256<ulong> right) =>
        Avx2.Multiply(left.AsUInt32(), right.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Five(Vector256<ulong> value) => value + (value << 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> First(Vector256<ulong> value) => Avx2.BroadcastScalarToVector256(value.GetLower());
}
