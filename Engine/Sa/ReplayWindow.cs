using System.Numerics;
using Pipeline.Engine.Packets;

namespace Pipeline.Engine.Sa;

/// <summary>Remembers which sequence numbers of one inbound SA were already accepted (RFC 4303 §3.4.3).</summary>
/// <remarks>
/// A ring of 64-bit words (RFC 6479): moving the window forward clears whole words instead of shifting bits. Asking and
/// recording are two calls with the packet's authentication between them, in that order.
/// Not safe for concurrent use: its owner is the shard of the SA. A value that lies inside its SA, so that a packet of a cold SA misses
/// one cache line less: never copy it, because a copy does not see what the other accepts.
/// </remarks>
public struct ReplayWindow
{
    /// <summary>The smallest window (RFC 4303 §3.4.3 recommends 64).</summary>
    public const int MinimumSize = 64;

    /// <summary>The largest window.</summary>
    public const int MaximumSize = 65_536;

    /// <summary>The window of an SA that does not say otherwise: fast paths reorder by more than 64 packets.</summary>
    public const int DefaultSize = 1024;

    private readonly ulong[] _words;
    private readonly int _wordMask;

    /// <param name="size">How many numbers behind the highest are still accepted; a power of two, 64 to 65,536.</param>
    /// <param name="highest">This number and all below it count as accepted already; 0 for a fresh SA.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not such a number.</exception>
    public ReplayWindow(int size = DefaultSize, ulong highest = 0)
    {
        if (!IsValidSize(size))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "A power of two from 64 to 65536 is needed.");
        }

        Size = size;
        Highest = highest;
        // Twice the window: a power of two with words to spare, which are the ones being cleared.
        _words = new ulong[2 * size / 64];
        _wordMask = _words.Length - 1;
        if (highest > 0)
        {
            // An SA that goes on elsewhere: what it carried there must not be accepted a second time.
            Array.Fill(_words, ulong.MaxValue);
            _words[WordOf(highest)] = ulong.MaxValue >> (63 - (int)(highest & 63));
        }
    }

    /// <summary>How many numbers, the highest included, are looked up; what is older is refused.</summary>
    public int Size { get; }

    /// <summary>The highest sequence number accepted so far; 0 before the first.</summary>
    public ulong Highest { readonly get; private set; }

    /// <summary>Tells whether a window can have this size.</summary>
    public static bool IsValidSize(int size) =>
        size is >= MinimumSize and <= MaximumSize && BitOperations.IsPow2(size);

    /// <summary>Finds the high 32 bits of a number whose low half came on the wire (RFC 4303 appendix A2).</summary>
    /// <param name="low">The low 32 bits.</param>
    /// <returns>
    /// The number in the 2^32 long stretch that begins at the left edge of the window: a late packet as far back as the
    /// window reaches, otherwise the next number with this low half.
    /// </returns>
    public readonly ulong Extend(uint low)
    {
        // Before the first 2^32 numbers have passed, nothing lies left of zero.
        ulong left = Highest < (ulong)Size ? 0 : Highest - (ulong)Size + 1;
        return left + (low - (uint)left);
    }

    /// <summary>Tells whether a packet with this number is worth decrypting. Changes nothing.</summary>
    /// <param name="sequence">The full 64-bit number, already extended.</param>
    /// <returns>False for 0, for a number left of the window, and for one accepted before.</returns>
    public readonly bool CanAccept(ulong sequence)
    {
        if (sequence > Highest)
        {
            return true;
        }

        if (sequence == 0 || Highest - sequence >= (ulong)Size)
        {
            return false;
        }

        return (_words[WordOf(sequence)] & BitOf(sequence)) == 0;
    }

    /// <summary>Records a number; to be called only after the packet proved authentic.</summary>
    /// <returns>False when it was recorded meanwhile: two copies of a packet can be opened in one batch.</returns>
    public bool TryAccept(ulong sequence)
    {
        if (!CanAccept(sequence))
        {
            return false;
        }

        if (sequence > Highest)
        {
            ClearWordsUpTo(sequence);
            Highest = sequence;
        }

        _words[WordOf(sequence)] |= BitOf(sequence);
        return true;
    }

    /// <summary>Begins to fetch what the next number will be looked up in.</summary>
    internal readonly void Fetch() => Prefetch.Line(ref _words[WordOf(Highest + 1)]);

    private readonly void ClearWordsUpTo(ulong sequence)
    {
        ulong steps = Math.Min((sequence >> 6) - (Highest >> 6), (ulong)_words.Length);
        for (ulong step = 1; step <= steps; step++)
        {
            _words[(int)(((Highest >> 6) + step) & (ulong)_wordMask)] = 0;
        }
    }

    private readonly int WordOf(ulong sequence) => (int)((sequence >> 6) & (ulong)_wordMask);

    private static ulong BitOf(ulong sequence) => 1UL << (int)(sequence & 63);
}
