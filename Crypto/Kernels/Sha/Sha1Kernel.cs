using System.Runtime.CompilerServices;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>SHA-1 (FIPS 180-4 §6.1) in many lanes.</summary>
internal sealed unsafe class Sha1Kernel<TLanes, TVector> : HashKernel
    where TLanes : struct, ILanes<TVector, uint>
    where TVector : unmanaged
{
    private const int BlockLength = 64;
    private const int Ring = 16;
    private const int Alignment = 64;

    /// <inheritdoc/>
    internal override int LaneCount => TLanes.Count;

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Compress(void* state, byte** messages, nint blocks)
    {
        byte* memory = stackalloc byte[((Ring + 5) * sizeof(TVector)) + Alignment];
        var schedule = (TVector*)(((nuint)memory + Alignment - 1) & ~(nuint)(Alignment - 1));
        TVector* working = schedule + Ring;
        var hash = (TVector*)state;
        for (nint block = 0; block < blocks; block++)
        {
            TLanes.LoadBlock(messages, block * BlockLength, schedule);
            for (int word = 0; word < 5; word++)
            {
                working[word] = hash[word];
            }

            TwentyRounds<Choose, All>(working, schedule, 0x5A827999);
            TwentyRounds<Parity, All>(working, schedule, 0x6ED9EBA1);
            TwentyRounds<Majority, All>(working, schedule, 0x8F1BBCDC);
            TwentyRounds<Parity, Four>(working, schedule, 0xCA62C1D6);

            for (int word = 0; word < 5; word++)
            {
                hash[word] = TLanes.Add(hash[word], working[word]);
            }
        }
    }

    /// <summary>Twenty rounds, which have a function and a constant in common (FIPS 180-4 §4.1.1, §4.2.1).</summary>
    /// <remarks>
    /// Sixteen words of the schedule stay in registers; each is replaced, when it is used, by the one for 16 rounds later. They
    /// are put back so that the next round finds its word first.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwentyRounds<TFunction, TAhead>(TVector* working, TVector* w, uint constant)
        where TFunction : struct, IFunction
        where TAhead : struct, IAhead
    {
        TVector k = TLanes.Repeat(&constant);
        TVector a = working[0], b = working[1], c = working[2], d = working[3], e = working[4];
        TVector w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3], w4 = w[4], w5 = w[5], w6 = w[6], w7 = w[7];
        TVector w8 = w[8], w9 = w[9], w10 = w[10], w11 = w[11], w12 = w[12], w13 = w[13], w14 = w[14], w15 = w[15];
        e = Round<TFunction>(a, b, c, d, e, w0, k);
        b = TLanes.RotateRight(b, 2);
        w0 = NextWord<TAhead>(0, w0, w2, w8, w13);
        d = Round<TFunction>(e, a, b, c, d, w1, k);
        a = TLanes.RotateRight(a, 2);
        w1 = NextWord<TAhead>(1, w1, w3, w9, w14);
        c = Round<TFunction>(d, e, a, b, c, w2, k);
        e = TLanes.RotateRight(e, 2);
        w2 = NextWord<TAhead>(2, w2, w4, w10, w15);
        b = Round<TFunction>(c, d, e, a, b, w3, k);
        d = TLanes.RotateRight(d, 2);
        w3 = NextWord<TAhead>(3, w3, w5, w11, w0);
        a = Round<TFunction>(b, c, d, e, a, w4, k);
        c = TLanes.RotateRight(c, 2);
        w4 = NextWord<TAhead>(4, w4, w6, w12, w1);
        e = Round<TFunction>(a, b, c, d, e, w5, k);
        b = TLanes.RotateRight(b, 2);
        w5 = NextWord<TAhead>(5, w5, w7, w13, w2);
        d = Round<TFunction>(e, a, b, c, d, w6, k);
        a = TLanes.RotateRight(a, 2);
        w6 = NextWord<TAhead>(6, w6, w8, w14, w3);
        c = Round<TFunction>(d, e, a, b, c, w7, k);
        e = TLanes.RotateRight(e, 2);
        w7 = NextWord<TAhead>(7, w7, w9, w15, w4);
        b = Round<TFunction>(c, d, e, a, b, w8, k);
        d = TLanes.RotateRight(d, 2);
        w8 = NextWord<TAhead>(8, w8, w10, w0, w5);
        a = Round<TFunction>(b, c, d, e, a, w9, k);
        c = TLanes.RotateRight(c, 2);
        w9 = NextWord<TAhead>(9, w9, w11, w1, w6);
        e = Round<TFunction>(a, b, c, d, e, w10, k);
        b = TLanes.RotateRight(b, 2);
        w10 = NextWord<TAhead>(10, w10, w12, w2, w7);
        d = Round<TFunction>(e, a, b, c, d, w11, k);
        a = TLanes.RotateRight(a, 2);
        w11 = NextWord<TAhead>(11, w11, w13, w3, w8);
        c = Round<TFunction>(d, e, a, b, c, w12, k);
        e = TLanes.RotateRight(e, 2);
        w12 = NextWord<TAhead>(12, w12, w14, w4, w9);
        b = Round<TFunction>(c, d, e, a, b, w13, k);
        d = TLanes.RotateRight(d, 2);
        w13 = NextWord<TAhead>(13, w13, w15, w5, w10);
        a = Round<TFunction>(b, c, d, e, a, w14, k);
        c = TLanes.RotateRight(c, 2);
        w14 = NextWord<TAhead>(14, w14, w0, w6, w11);
        e = Round<TFunction>(a, b, c, d, e, w15, k);
        b = TLanes.RotateRight(b, 2);
        w15 = NextWord<TAhead>(15, w15, w1, w7, w12);
        d = Round<TFunction>(e, a, b, c, d, w0, k);
        a = TLanes.RotateRight(a, 2);
        w0 = NextWord<TAhead>(16, w0, w2, w8, w13);
        c = Round<TFunction>(d, e, a, b, c, w1, k);
        e = TLanes.RotateRight(e, 2);
        w1 = NextWord<TAhead>(17, w1, w3, w9, w14);
        b = Round<TFunction>(c, d, e, a, b, w2, k);
        d = TLanes.RotateRight(d, 2);
        w2 = NextWord<TAhead>(18, w2, w4, w10, w15);
        a = Round<TFunction>(b, c, d, e, a, w3, k);
        c = TLanes.RotateRight(c, 2);
        w3 = NextWord<TAhead>(19, w3, w5, w11, w0);
        working[0] = a;
        working[1] = b;
        working[2] = c;
        working[3] = d;
        working[4] = e;
        w[0] = w4;
        w[1] = w5;
        w[2] = w6;
        w[3] = w7;
        w[4] = w8;
        w[5] = w9;
        w[6] = w10;
        w[7] = w11;
        w[8] = w12;
        w[9] = w13;
        w[10] = w14;
        w[11] = w15;
        w[12] = w0;
        w[13] = w1;
        w[14] = w2;
        w[15] = w3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Round<TFunction>(TVector a, TVector b, TVector c, TVector d, TVector e, TVector word, TVector k)
        where TFunction : struct, IFunction =>
        TLanes.Add(TLanes.Add(TLanes.Add(e, word), TLanes.Add(k, TFunction.Of(b, c, d))), TLanes.RotateRight(a, 27));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector NextWord<TAhead>(int round, TVector w0, TVector w2, TVector w8, TVector w13)
        where TAhead : struct, IAhead =>
        round < TAhead.Rounds ? TLanes.RotateRight(TLanes.Xor(TLanes.Xor(w13, w8, w2), w0), 31) : w0;

    private interface IFunction
    {
        static abstract TVector Of(TVector x, TVector y, TVector z);
    }

    /// <summary>Rounds of twenty in which a word is made for 16 rounds later.</summary>
    private interface IAhead
    {
        static abstract int Rounds { get; }
    }

    private readonly struct Choose : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of(TVector x, TVector y, TVector z) => TLanes.Choose(x, y, z);
    }

    private readonly struct Parity : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of(TVector x, TVector y, TVector z) => TLanes.Xor(x, y, z);
    }

    private readonly struct Majority : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of(TVector x, TVector y, TVector z) => TLanes.Majority(x, y, z);
    }

    private readonly struct All : IAhead
    {
        public static int Rounds => 20;
    }

    private readonly struct Four : IAhead
    {
        public static int Rounds => 4;
    }
}
