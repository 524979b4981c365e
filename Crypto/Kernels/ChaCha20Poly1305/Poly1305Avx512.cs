using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static Pipeline.Crypto.Kernels.ChaCha20Poly1305.Poly1305Limbs;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>Poly1305 over 8 blocks side by side, in limbs of 26 bits.</summary>
/// <remarks>
/// Source: Goll and Gueron, "Vectorization of Poly1305 message authentication code", 2015.
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
        byte* memory = stackalloc byte[((3 * MultiplierLength) + 1) * 64];
        var power8 = (Vector512<ulong>*)(((nuint)memory + 63) & ~(nuint)63);
        Vector512<ulong>* power16 = power8 + MultiplierLength;
        Vector512<ulong>* last = power16 + MultiplierLength;
        int turns = (count - 1) / Lanes;
        WritePowers(mac, power8, power16, last, turns >= FewestTurnsByTwo);
        Vector512<ulong> mask = Vector512.Create(LimbMask);
        Vector512<ulong> top = Vector512.Create(1UL << 24);
        Vector512<ulong> r0 = power8[0];
        Vector512<ulong> r1 = power8[1];
        Vector512<ulong> r2 = power8[2];
        Vector512<ulong> r3 = power8[3];
        Vector512<ulong> r4 = power8[4];
        Vector512<ulong> s1 = power8[5];
        Vector512<ulong> s2 = power8[6];
        Vector512<ulong> s3 = power8[7];
        Vector512<ulong> s4 = power8[8];

        // The first turn, which may begin in a later lane: there the accumulator so far is added.
        int missing = -count & (Lanes - 1);
        Vector512<ulong> start = Vector512.Create((ulong)missing);
        Vector512<ulong> first = Vector512.Equals(BlockOfLane, start);
        byte* turn = blocks - (missing * Poly1305.BlockLength);
        Vector512<ulong> words = Vector512.Create((ulong)(missing * 2));
        Vector512<ulong> a = LoadFrom(turn, Vector512<ulong>.Indices, words);
        Vector512<ulong> b = LoadFrom(turn + 64, Vector512<ulong>.Indices + Vector512.Create(8UL), words);
        Vector512<ulong> h0 = first & Vector512.Create(mac.H0 & LimbMask);
        Vector512<ulong> h1 = first & Vector512.Create((mac.H0 >> 26) & LimbMask);
        Vector512<ulong> h2 = first & Vector512.Create(((mac.H0 >> 52) | (mac.H1 << 12)) & LimbMask);
        Vector512<ulong> h3 = first & Vector512.Create((mac.H1 >> 14) & LimbMask);
        Vector512<ulong> h4 = first & Vector512.Create((mac.H1 >> 40) | (mac.H2 << 24));
        AddBlocks(
            ref h0, ref h1, ref h2, ref h3, ref h4, Avx512F.UnpackLow(a, b), Avx512F.UnpackHigh(a, b),
            Vector512.GreaterThanOrEqual(BlockOfLane, start) & top, mask);
        turn += TurnLength;

        // Two turns at a time as long as there are many.
        if (turns >= FewestTurnsByTwo)
        {
            for (; turns >= 2; turns -= 2, turn += 2 * TurnLength)
            {
                a = Vector512.Load((ulong*)turn);
                b = Vector512.Load((ulong*)(turn + 64));
                MultiplyTwice(
                    ref h0, ref h1, ref h2, ref h3, ref h4, Avx512F.UnpackLow(a, b), Avx512F.UnpackHigh(a, b),
                    r0, r1, r2, r3, r4, s1, s2, s3, s4, power16, top, mask);
                a = Vector512.Load((ulong*)(turn + TurnLength));
                b = Vector512.Load((ulong*)(turn + TurnLength + 64));
                AddBlocks(ref h0, ref h1, ref h2, ref h3, ref h4, Avx512F.UnpackLow(a, b), Avx512F.UnpackHigh(a, b), top, mask);
            }
        }

        for (; turns > 0; turns--, turn += TurnLength)
        {
            Multiply(ref h0, ref h1, ref h2, ref h3, ref h4, r0, r1, r2, r3, r4, s1, s2, s3, s4, mask);
            a = Vector512.Load((ulong*)turn);
            b = Vector512.Load((ulong*)(turn + 64));
            AddBlocks(ref h0, ref h1, ref h2, ref h3, ref h4, Avx512F.UnpackLow(a, b), Avx512F.UnpackHigh(a, b), top, mask);
        }

        Multiply(
            ref h0, ref h1, ref h2, ref h3, ref h4,
            last[0], last[1], last[2], last[3], last[4], last[5], last[6], last[7], last[8], mask);
        mac.SetLimbs(Vector512.Sum(h0), Vector512.Sum(h1), Vector512.Sum(h2), Vector512.Sum(h3), Vector512.Sum(h4));
    }

    /// <summary>Writes r^8 and, when asked for, r^16 in all lanes, and in each lane the power that its last block meets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WritePowers(
        in Poly1305 mac, Vector512<ulong>* power8, Vector512<ulong>* power16, Vector512<ulong>* last, bool withPower16)
    {
        // p goes through r, r^2, r^4, r^8; r becomes in each lane what the bits of its power, less one, say.
        Vector512<ulong> mask = Vector512.Create(LimbMask);
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
        Raise(ref r0, ref r1, ref r2, ref r3, ref r4, ref p0, ref p1, ref p2, ref p3, ref p4, NeedsR, mask);
        Raise(ref r0, ref r1, ref r2, ref r3, ref r4, ref p0, ref p1, ref p2, ref p3, ref p4, NeedsR2, mask);
        Raise(ref r0, ref r1, ref r2, ref r3, ref r4, ref p0, ref p1, ref p2, ref p3, ref p4, NeedsR4, mask);
        Store(last, r0, r1, r2, r3, r4);
        Store(power8, p0, p1, p2, p3, p4);
        if (withPower16)
        {
            r0 = p0;
            r1 = p1;
            r2 = p2;
            r3 = p3;
            r4 = p4;
            Multiply(ref p0, ref p1, ref p2, ref p3, ref p4, r0, r1, r2, r3, r4, Five(r1), Five(r2), Five(r3), Five(r4), mask);
            Store(power16, p0, p1, p2, p3, p4);
        }
    }

    /// <summary>Multiplies r by p in the lanes that need it, and squares p: which is what stands in lane 0, as it needs every power.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Raise(
        ref Vector512<ulong> r0, ref Vector512<ulong> r1, ref Vector512<ulong> r2, ref Vector512<ulong> r3, ref Vector512<ulong> r4,
        ref Vector512<ulong> p0, ref Vector512<ulong> p1, ref Vector512<ulong> p2, ref Vector512<ulong> p3, ref Vector512<ulong> p4,
        Vector512<ulong> needs, Vector512<ulong> mask)
    {
        Multiply(ref p0, ref p1, ref p2, ref p3, ref p4, r0, r1, r2, r3, r4, Five(r1), Five(r2), Five(r3), Five(r4), mask);
        r0 = Vector512.ConditionalSelect(needs, p0, r0);
        r1 = Vector512.ConditionalSelect(needs, p1, r1);
        r2 = Vector512.ConditionalSelect(needs, p2, r2);
        r3 = Vector512.ConditionalSelect(needs, p3, r3);
        r4 = Vector512.ConditionalSelect(needs, p4, r4);
        p0 = First(r0);
        p1 = First(r1);
        p2 = First(r2);
        p3 = First(r3);
        p4 = First(r4);
    }

    /// <summary>Lane 0, in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> First(Vector512<ulong> value) =>
        Avx512F.BroadcastScalarToVector512(value.GetLower().GetLower());

    /// <summary>Loads those quarter-blocks whose index is not below <paramref name="from"/>; the others are not touched, and zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> LoadFrom(byte* bytes, Vector512<ulong> indices, Vector512<ulong> from) =>
        Avx512F.MaskLoad((ulong*)bytes, Vector512.GreaterThanOrEqual(indices, from), Vector512<ulong>.Zero);
}
