using System.Runtime.CompilerServices;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>SHA-1 (FIPS 180-4 §6.1) in many lanes.</summary>
internal sealed unsafe class Sha1Kernel<TLanes, TVector> : HashKernel
    where TLanes : struct, ILanes<TVector, uint>
    where TVector : unmanaged
{
    private const int BlockLength = 64;
    private const int Ring = 20;
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
    /// The words of the schedule are made 16 rounds ahead, so that nothing waits for them, in a ring of 20 words: every round
    /// finds its words in the same places each time.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwentyRounds<TFunction, TAhead>(TVector* working, TVector* w, uint constant)
        where TFunction : struct, IFunction
        where TAhead : struct, IAhead
    {
        TVector k = TLanes.Repeat(&constant);
        TVector a = working[0], b = working[1], c = working[2], d = working[3], e = working[4];
        e = Round<TFunction, TAhead>(a, b, c, d, e, w, 0, k);
        b = TLanes.RotateRight(b, 2);
        d = Round<TFunction, TAhead>(e, a, b, c, d, w, 1, k);
        a = TLanes.RotateRight(a, 2);
        c = Round<TFunction, TAhead>(d, e, a, b, c, w, 2, k);
        e = TLanes.RotateRight(e, 2);
        b = Round<TFunction, TAhead>(c, d, e, a, b, w, 3, k);
        d = TLanes.RotateRight(d, 2);
        a = Round<TFunction, TAhead>(b, c, d, e, a, w, 4, k);
        c = TLanes.RotateRight(c, 2);
        e = Round<TFunction, TAhead>(a, b, c, d, e, w, 5, k);
        b = TLanes.RotateRight(b, 2);
        d = Round<TFunction, TAhead>(e, a, b, c, d, w, 6, k);
        a = TLanes.RotateRight(a, 2);
        c = Round<TFunction, TAhead>(d, e, a, b, c, w, 7, k);
        e = TLanes.RotateRight(e, 2);
        b = Round<TFunction, TAhead>(c, d, e, a, b, w, 8, k);
        d = TLanes.RotateRight(d, 2);
        a = Round<TFunction, TAhead>(b, c, d, e, a, w, 9, k);
        c = TLanes.RotateRight(c, 2);
        e = Round<TFunction, TAhead>(a, b, c, d, e, w, 10, k);
        b = TLanes.RotateRight(b, 2);
        d = Round<TFunction, TAhead>(e, a, b, c, d, w, 11, k);
        a = TLanes.RotateRight(a, 2);
        c = Round<TFunction, TAhead>(d, e, a, b, c, w, 12, k);
        e = TLanes.RotateRight(e, 2);
        b = Round<TFunction, TAhead>(c, d, e, a, b, w, 13, k);
        d = TLanes.RotateRight(d, 2);
        a = Round<TFunction, TAhead>(b, c, d, e, a, w, 14, k);
        c = TLanes.RotateRight(c, 2);
        e = Round<TFunction, TAhead>(a, b, c, d, e, w, 15, k);
        b = TLanes.RotateRight(b, 2);
        d = Round<TFunction, TAhead>(e, a, b, c, d, w, 16, k);
        a = TLanes.RotateRight(a, 2);
        c = Round<TFunction, TAhead>(d, e, a, b, c, w, 17, k);
        e = TLanes.RotateRight(e, 2);
        b = Round<TFunction, TAhead>(c, d, e, a, b, w, 18, k);
        d = TLanes.RotateRight(d, 2);
        a = Round<TFunction, TAhead>(b, c, d, e, a, w, 19, k);
        c = TLanes.RotateRight(c, 2);

        working[0] = a;
        working[1] = b;
        working[2] = c;
        working[3] = d;
        working[4] = e;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Round<TFunction, TAhead>(TVector a, TVector b, TVector c, TVector d, TVector e, TVector* w, int round, TVector k)
        where TFunction : struct, IFunction
        where TAhead : struct, IAhead
    {
        TVector word = w[round];
        if (round < TAhead.Rounds)
        {
            TVector next = TLanes.Xor(TLanes.Xor(w[(round + 13) % Ring], w[(round + 8) % Ring], w[(round + 2) % Ring]), word);
            w[(round + 16) % Ring] = TLanes.RotateRight(next, 31);
        }

        return TLanes.Add(TLanes.Add(TLanes.Add(e, word), TLanes.Add(k, TFunction.Of(b, c, d))), TLanes.RotateRight(a, 27));
    }

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
