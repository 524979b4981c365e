using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>The two things that processors offer for GCM, one block at a time: rounds of AES, and carry-less multiplication.</summary>
internal unsafe interface IGcmUnit
{
    /// <summary>The set that uses it at 128 bits.</summary>
    static abstract string SetName { get; }

    /// <summary>What is done to a counter block, or to many at once by way of their nonce, before the first round.</summary>
    static abstract Vector128<byte> Begin(Vector128<byte> counter, byte* keys);

    /// <summary>The key for <see cref="Round"/>.</summary>
    static abstract Vector128<byte> RoundKey(byte* keys, int round);

    /// <summary>One round, but not the last.</summary>
    static abstract Vector128<byte> Round(Vector128<byte> block, Vector128<byte> roundKey);

    /// <summary>The keys for <see cref="LastRound"/>.</summary>
    static abstract void LastKeys(byte* keys, int rounds, out Vector128<byte> beforeLast, out Vector128<byte> last);

    /// <summary>The last round; <paramref name="last"/> may have a block of text added to it, which is then added to the result.</summary>
    static abstract Vector128<byte> LastRound(Vector128<byte> block, Vector128<byte> beforeLast, Vector128<byte> last);

    /// <summary>The product of the low halves.</summary>
    static abstract Vector128<ulong> MultiplyLow(Vector128<ulong> left, Vector128<ulong> right);

    /// <summary>The product of the high halves.</summary>
    static abstract Vector128<ulong> MultiplyHigh(Vector128<ulong> left, Vector128<ulong> right);

    /// <summary>The products of a high and a low half, added.</summary>
    static abstract Vector128<ulong> MultiplyCrosswise(Vector128<ulong> left, Vector128<ulong> right);

    /// <summary>The high half of one times the low half of the other.</summary>
    static abstract Vector128<ulong> MultiplyHighByLow(Vector128<ulong> left, Vector128<ulong> right);
}
