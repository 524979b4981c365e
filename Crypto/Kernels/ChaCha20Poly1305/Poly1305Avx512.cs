using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static Pipeline.Crypto.Kernels.ChaCha20Poly1305.Poly1305Limbs;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>Poly1305 over 8 blocks side by side, in limbs of 26 bits (Goll and Gueron, "Vectorization of Poly1305 message authentication code", 2015).</summary>
/// <remarks>
/// Lane i takes every eighth block and multiplies by r^8 from one to the next; at the end by that power of r which its last block
/// still needs, and the lanes are added. The first turn is the one that may be short: its lanes in front stay zero. Loading 128
/// bytes by two unpacks gives the lanes the blocks 0, 4, 1, 5, 2, 6, 3, 7: all tables are in that order.
/// </remarks>
internal static unsafe class Poly1305Avx512
{
    private const int Lanes = 8;
    private const int TurnLength = Lanes * Poly1305.BlockLength;

    /// <summary>From so many blocks on the powers of r are worth their price.</summary>
    private const int ShortestVector = 16;

    /// <summary>From so many turns on r^16 is worth its price.</summary>
    private const int FewestTurnsByTwo = 6;

    private static readonly Vector512<ulong> BlockOfLane = Vector512.Create(0UL, 4, 1, 5, 2, 6, 3, 7);

    // Lane i needs r to the power 8 - BlockOfLane[i]; less one, these are that number's bits 0, 1 and 2.
    private static readonly Vector512<ulong> NeedsR = Vector512.Create(ulong.MaxValue, ulong.MaxValue, 0, 0, ulong.MaxValue, ulong.MaxValue, 0, 0);
    private static readonly Vector512<ulong> NeedsR2 = Vector512.Create(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0, 0, 0, 0);
    private static readonly Vector512<ulong> NeedsR4 = Vector512.Create(ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0);

    /// <summary>Takes in whole blocks.</summary>
    internal static void Absorb(ref Poly1305 mac, byte* blocks, int count)
    {
        if (count < ShortestVector)
        {
            mac.Absorb(blocks, count);
        }
        else
        {
            AbsorbVector(ref mac, blocks, count);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AbsorbVector(ref Poly1305 mac, byte* blocks, int count)
    {
        Vector512<ulong> mask = Vector512.Create(LimbMask);

        // r in all lanes, then in each lane the power that it ends with: by r, r^2 and r^4 as the bits of the power say.
        Vector512<ulong> r0 = Vector512.Create(mac.R0 & LimbMask);
        Vector512<ulong> r1 = Vector512.Create((mac.R0 >> 26) & LimbMask);
        Vector512<ulong> r2 = Vector512.Create(((mac.R0 >> 52) | (mac.R1 << 12)) & LimbMask);
        Vector512<ulong> r3 = Vector512.Create((mac.R1 >> 14) & LimbMask);
        Vector512<ulong> r4 = Vector512.Create(mac.R1 >> 40);
        Vector512<ulong> p0 = r0;
        Vector512<ulong> p1 = r1;
        Vector512<ulong> p2 = r2;
        Vector512<ulong> p3 = r3;
        Vector512<ulong> p4 = r4;
        Multiply(ref p0, ref p1, ref p2, ref p3, ref p4, r0, r1, r2, r3, r4, Five(r1), Five(r2), Five(r3), Five(r4), mask);
        Vector512<ulong> q0 = p0;
        Vector512<ulong> q1 = p1;
        Vector512<ulong> q2 = p2;
        Vector512<ulong> q3 = p3;
        Vector512<ulong> q4 = p4;
        r0 = Vector512.ConditionalSelect(NeedsR, q0, r0);
        r1 = Vector512.ConditionalSelect(NeedsR, q1, r1);
        r2 = Vector512.ConditionalSelect(NeedsR, q2, r2);
        r3 = Vector512.ConditionalSelect(NeedsR, q3, r3);
        r4 = Vector512.ConditionalSelect(NeedsR, q4, r4);

        Multiply(ref p0, ref p1, ref p2, ref p3, ref p4, r0, r1, r2, r3, r4, Five(r1), Five(r2), Five(r3), Five(r4), mask);
        r0 = Vector512.ConditionalSelect(NeedsR2, p0, r0);
        r1 = Vector512.ConditionalSelect(NeedsR2, p1, r1);
        r2 = Vector512.ConditionalSelect(NeedsR2, p2, r2);
        r3 = Vector512.ConditionalSelect(NeedsR2, p3, r3);
        r4 = Vector512.ConditionalSelect(NeedsR2, p4, r4);

        p0 = First(p0);
        p1 = First(p1);
        p2 = First(p2);
        p3 = First(p3);
        p4 = First(p4);
        Multiply(ref p0, ref p1, ref p2, ref p3, ref p4, r0, r1, r2, r3, r4, Five(r1), Five(r2), Five(r3), Five(r4), mask);
        Vector512<ulong> last0 = Vector512.ConditionalSelect(NeedsR4, p0, r0);
        Vector512<ulong> last1 = Vector512.ConditionalSelect(NeedsR4, p1, r1);
        Vector512<ulong> last2 = Vector512.ConditionalSelect(NeedsR4, p2, r2);
        Vector512<ulong> last3 = Vector512.ConditionalSelect(NeedsR4, p3, r3);
        Vector512<ulong> last4 = Vector512.ConditionalSelect(NeedsR4, p4, r4);
        r0 = First(last0);
        r1 = First(last1);
        r2 = First(last2);
        r3 = First(last3);
        r4 = First(last4);
        Vector512<ulong> s1 = Five(r1);
        Vector512<ulong> s2 = Five(r2);
        Vector512<ulong> s3 = Five(r3);
        Vector512<ulong> s4 = Five(r4);

        // The first turn, which may begin in a later lane: there the accumulator so far is added.
        int missing = -count & (Lanes - 1);
        Vector512<ulong> start = Vector512.Create((ulong)missing);
        Vector512<ulong> holds = Vector512.GreaterThanOrEqual(BlockOfLane, start);
        Vector512<ulong> first = Vector512.Equals(BlockOfLane, start);
        Vector512<ulong> top = Vector512.Create(1UL << 24);
        byte* turn = blocks - (missing * Poly1305.BlockLength);
        Vector512<ulong> upper = Vector512.Create((ulong)(missing * 2));
        Vector512<ulong> a = LoadFrom(turn, Vector512<ulong>.Indices, upper);
        Vector512<ulong> b = LoadFrom(turn + 64, Vector512<ulong>.Indices + Vector512.Create(8UL), upper);
        Vector512<ulong> low = Avx512F.UnpackLow(a, b);
        Vector512<ulong> high = Avx512F.UnpackHigh(a, b);
        Vector512<ulong> h0 = (low & mask) + (first & Vector512.Create(mac.H0 & LimbMask));
        Vector512<ulong> h1 = ((low >> 26) & mask) + (first & Vector512.Create((mac.H0 >> 26) & LimbMask));
        Vector512<ulong> h2 = (((low >> 52) | (high << 12)) & mask)
            + (first & Vector512.Create(((mac.H0 >> 52) | (mac.H1 << 12)) & LimbMask));
        Vector512<ulong> h3 = ((high >> 14) & mask) + (first & Vector512.Create((mac.H1 >> 14) & LimbMask));
        Vector512<ulong> h4 = (high >> 40) + (holds & top) + (first & Vector512.Create((mac.H1 >> 40) | (mac.H2 << 24)));

        // Two turns at a time as long as there are many: one half of the products then waits for no carry.
        turn += TurnLength;
        nint turns = (count - 1) / Lanes;
        if (turns >= FewestTurnsByTwo)
        {
            byte* memory = stackalloc byte[(9 + 1) * 64];
            var w = (Vector512<ulong>*)(((nuint)memory + 63) & ~(nuint)63);
            p0 = r0;
            p1 = r1;
            p2 = r2;
            p3 = r3;
            p4 = r4;
            Multiply(ref p0, ref p1, ref p2, ref p3, ref p4, r0, r1, r2, r3, r4, s1, s2, s3, s4, mask);
            w[0] = p0;
            w[1] = p1;
            w[2] = p2;
            w[3] = p3;
            w[4] = p4;
            w[5] = Five(p1);
            w[6] = Five(p2);
            w[7] = Five(p3);
            w[8] = Five(p4);
            for (; turns >= 2; turns -= 2, turn += 2 * TurnLength)
            {
                a = Vector512.Load((ulong*)turn);
                b = Vector512.Load((ulong*)(turn + 64));
                low = Avx512F.UnpackLow(a, b);
                high = Avx512F.UnpackHigh(a, b);
                p0 = low & mask;
                p1 = (low >> 26) & mask;
                p2 = ((low >> 52) | (high << 12)) & mask;
                p3 = (high >> 14) & mask;
                p4 = (high >> 40) | top;
                Vector512<ulong> d0 = Vector512<ulong>.Zero;
                Vector512<ulong> d1 = Vector512<ulong>.Zero;
                Vector512<ulong> d2 = Vector512<ulong>.Zero;
                Vector512<ulong> d3 = Vector512<ulong>.Zero;
                Vector512<ulong> d4 = Vector512<ulong>.Zero;
                AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, p0, r0, r1, r2, r3, r4);
                AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, p1, s4, r0, r1, r2, r3);
                AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, p2, s3, s4, r0, r1, r2);
                AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, p3, s2, s3, s4, r0, r1);
                AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, p4, s1, s2, s3, s4, r0);
                AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, h0, w[0], w[1], w[2], w[3], w[4]);
                AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, h2, w[7], w[8], w[0], w[1], w[2]);
                AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, h3, w[6], w[7], w[8], w[0], w[1]);
                AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, h1, w[8], w[0], w[1], w[2], w[3]);
                AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, h4, w[5], w[6], w[7], w[8], w[0]);
                Carry(ref d0, ref d1, ref d2, ref d3, ref d4, mask);
                a = Vector512.Load((ulong*)(turn + TurnLength));
                b = Vector512.Load((ulong*)(turn + TurnLength + 64));
                low = Avx512F.UnpackLow(a, b);
                high = Avx512F.UnpackHigh(a, b);
                h0 = d0 + (low & mask);
                h1 = d1 + ((low >> 26) & mask);
                h2 = d2 + (((low >> 52) | (high << 12)) & mask);
                h3 = d3 + ((high >> 14) & mask);
                h4 = d4 + ((high >> 40) | top);
            }
        }

        for (; turns > 0; turns--, turn += TurnLength)
        {
            Multiply(ref h0, ref h1, ref h2, ref h3, ref h4, r0, r1, r2, r3, r4, s1, s2, s3, s4, mask);
            a = Vector512.Load((ulong*)turn);
            b = Vector512.Load((ulong*)(turn + 64));
            low = Avx512F.UnpackLow(a, b);
            high = Avx512F.UnpackHigh(a, b);
            h0 += low & mask;
            h1 += (low >> 26) & mask;
            h2 += ((low >> 52) | (high << 12)) & mask;
            h3 += (high >> 14) & mask;
            h4 += (high >> 40) | top;
        }

        Multiply(
            ref h0, ref h1, ref h2, ref h3, ref h4, last0, last1, last2, last3, last4,
            Five(last1), Five(last2), Five(last3), Five(last4), mask);
        SetAccumulator(ref mac, Vector512.Sum(h0), Vector512.Sum(h1), Vector512.Sum(h2), Vector512.Sum(h3), Vector512.Sum(h4));
    }

    /// <summary>Lane 0, in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> First(Vector512<ulong> value) =>
        Avx512F.BroadcastScalarToVector512(value.GetLower().GetLower());

    /// <summary>Loads those quarter-blocks whose index is not below <paramref name="from"/>; the others are not touched, and zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> LoadFrom(byte* bytes, Vector512<ulong> indices, Vector512<ulong> from) =>
        Avx512F.MaskLoad((ulong*)bytes, Vector512.GreaterThanOrEqual(indices, from), Vector512<ulong>.Zero);

    /// <summary>Carries the sums of eight lanes and packs them into 64-bit limbs.</summary>
    private static void SetAccumulator(ref Poly1305 mac, ulong h0, ulong h1, ulong h2, ulong h3, ulong h4)
    {
        h1 += h0 >> 26;
        h2 += h1 >> 26;
        h3 += h2 >> 26;
        h4 += h3 >> 26;
        h0 = (h0 & LimbMask) + (5 * (h4 >> 26));
        h1 = (h1 & LimbMask) + (h0 >> 26);
        h2 = (h2 & LimbMask) + (h1 >> 26);
        h3 = (h3 & LimbMask) + (h2 >> 26);
        h4 = (h4 & LimbMask) + (h3 >> 26);
        h0 &= LimbMask;
        h1 &= LimbMask;
        h2 &= LimbMask;
        h3 &= LimbMask;
        mac.SetAccumulator(h0 | (h1 << 26) | (h2 << 52), (h2 >> 12) | (h3 << 14) | (h4 << 40), h4 >> 24);
    }
}
