using System.Runtime.CompilerServices;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>SHA-512 (FIPS 180-4 §6.4) in many lanes; SHA-384 is the same from another start.</summary>
internal sealed unsafe class Sha512Kernel<TLanes, TVector> : HashKernel
    where TLanes : struct, ILanes<TVector, ulong>
    where TVector : unmanaged
{
    private const int BlockLength = 128;
    private const int RoundCount = 80;
    private const int Ring = 16;
    private const int Alignment = 64;

    /// <inheritdoc/>
    internal override int LaneCount => TLanes.Count;

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Compress(void* state, byte** messages, nint blocks)
    {
        byte* memory = stackalloc byte[((Ring + 8) * sizeof(TVector)) + Alignment];
        var schedule = (TVector*)(((nuint)memory + Alignment - 1) & ~(nuint)(Alignment - 1));
        TVector* working = schedule + Ring;
        var hash = (TVector*)state;
        ulong* constants = ShaWords.Rounds512;
        for (nint block = 0; block < blocks; block++)
        {
            TLanes.LoadBlock(messages, block * BlockLength, schedule);
            for (int word = 0; word < 8; word++)
            {
                working[word] = hash[word];
            }

            Rounds<Ahead>(working, schedule, constants, RoundCount - Ring);
            Rounds<Done>(working, schedule, constants + RoundCount - Ring, Ring);

            for (int word = 0; word < 8; word++)
            {
                hash[word] = TLanes.Add(hash[word], working[word]);
            }
        }
    }

    /// <summary>A multiple of sixteen rounds; after eight, every word is back in its place.</summary>
    /// <remarks>A word of the schedule is replaced, when it is used, by the one for 16 rounds later.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rounds<TSchedule>(TVector* working, TVector* w, ulong* k, int count)
        where TSchedule : struct, ISchedule
    {
        TVector a = working[0], b = working[1], c = working[2], d = working[3];
        TVector e = working[4], f = working[5], g = working[6], h = working[7];
        for (ulong* end = k + count; k != end; k += 16)
        {
            h = Sum<TSchedule>(e, f, g, h, w, 0, k);
            d = TLanes.Add(d, h);
            h = TLanes.Add(h, Mix(a, b, c));
            g = Sum<TSchedule>(d, e, f, g, w, 1, k + 1);
            c = TLanes.Add(c, g);
            g = TLanes.Add(g, Mix(h, a, b));
            f = Sum<TSchedule>(c, d, e, f, w, 2, k + 2);
            b = TLanes.Add(b, f);
            f = TLanes.Add(f, Mix(g, h, a));
            e = Sum<TSchedule>(b, c, d, e, w, 3, k + 3);
            a = TLanes.Add(a, e);
            e = TLanes.Add(e, Mix(f, g, h));
            d = Sum<TSchedule>(a, b, c, d, w, 4, k + 4);
            h = TLanes.Add(h, d);
            d = TLanes.Add(d, Mix(e, f, g));
            c = Sum<TSchedule>(h, a, b, c, w, 5, k + 5);
            g = TLanes.Add(g, c);
            c = TLanes.Add(c, Mix(d, e, f));
            b = Sum<TSchedule>(g, h, a, b, w, 6, k + 6);
            f = TLanes.Add(f, b);
            b = TLanes.Add(b, Mix(c, d, e));
            a = Sum<TSchedule>(f, g, h, a, w, 7, k + 7);
            e = TLanes.Add(e, a);
            a = TLanes.Add(a, Mix(b, c, d));
            h = Sum<TSchedule>(e, f, g, h, w, 8, k + 8);
            d = TLanes.Add(d, h);
            h = TLanes.Add(h, Mix(a, b, c));
            g = Sum<TSchedule>(d, e, f, g, w, 9, k + 9);
            c = TLanes.Add(c, g);
            g = TLanes.Add(g, Mix(h, a, b));
            f = Sum<TSchedule>(c, d, e, f, w, 10, k + 10);
            b = TLanes.Add(b, f);
            f = TLanes.Add(f, Mix(g, h, a));
            e = Sum<TSchedule>(b, c, d, e, w, 11, k + 11);
            a = TLanes.Add(a, e);
            e = TLanes.Add(e, Mix(f, g, h));
            d = Sum<TSchedule>(a, b, c, d, w, 12, k + 12);
            h = TLanes.Add(h, d);
            d = TLanes.Add(d, Mix(e, f, g));
            c = Sum<TSchedule>(h, a, b, c, w, 13, k + 13);
            g = TLanes.Add(g, c);
            c = TLanes.Add(c, Mix(d, e, f));
            b = Sum<TSchedule>(g, h, a, b, w, 14, k + 14);
            f = TLanes.Add(f, b);
            b = TLanes.Add(b, Mix(c, d, e));
            a = Sum<TSchedule>(f, g, h, a, w, 15, k + 15);
            e = TLanes.Add(e, a);
            a = TLanes.Add(a, Mix(b, c, d));
        }

        working[0] = a;
        working[1] = b;
        working[2] = c;
        working[3] = d;
        working[4] = e;
        working[5] = f;
        working[6] = g;
        working[7] = h;
    }

    /// <summary>T1 of a round: h + Σ1(e) + Ch(e, f, g) + K + W.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Sum<TSchedule>(TVector e, TVector f, TVector g, TVector h, TVector* w, int round, ulong* k)
        where TSchedule : struct, ISchedule
    {
        TVector word = w[round];
        if (TSchedule.IsAhead)
        {
            w[round] = NextWord(word, w[(round + 1) % Ring], w[(round + 9) % Ring], w[(round + 14) % Ring]);
        }

        TVector sigma = TLanes.Xor(TLanes.RotateRight(e, 14), TLanes.RotateRight(e, 18), TLanes.RotateRight(e, 41));
        return TLanes.Add(TLanes.Add(TLanes.Add(h, word), TLanes.Add(TLanes.Repeat(k), TLanes.Choose(e, f, g))), sigma);
    }

    /// <summary>T2 of a round: Σ0(a) + Maj(a, b, c).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Mix(TVector a, TVector b, TVector c)
    {
        TVector sigma = TLanes.Xor(TLanes.RotateRight(a, 28), TLanes.RotateRight(a, 34), TLanes.RotateRight(a, 39));
        return TLanes.Add(sigma, TLanes.Majority(a, b, c));
    }

    /// <summary>The word for 16 rounds later: σ1(W14) + W9 + σ0(W1) + W0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector NextWord(TVector w0, TVector w1, TVector w9, TVector w14)
    {
        TVector sigma1 = TLanes.Xor(TLanes.RotateRight(w14, 19), TLanes.RotateRight(w14, 61), TLanes.ShiftRight(w14, 6));
        TVector sigma0 = TLanes.Xor(TLanes.RotateRight(w1, 1), TLanes.RotateRight(w1, 8), TLanes.ShiftRight(w1, 7));
        return TLanes.Add(TLanes.Add(w0, w9), TLanes.Add(sigma0, sigma1));
    }

    private interface ISchedule
    {
        static abstract bool IsAhead { get; }
    }

    private readonly struct Ahead : ISchedule
    {
        public static bool IsAhead => true;
    }

    private readonly struct Done : ISchedule
    {
        public static bool IsAhead => false;
    }
}
