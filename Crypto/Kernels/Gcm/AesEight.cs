using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>Eight counter blocks on their way through AES, in pieces so that other work fits between them.</summary>
/// <remarks>
/// AESENC takes 4 cycles and two may start in each, so eight blocks side by side keep the unit full. It names only the low
/// 16 vector registers: eight blocks, a round key, and what stands between the rounds.
/// </remarks>
/// <typeparam name="TUnit">What computes the rounds.</typeparam>
internal unsafe struct AesEight<TUnit>
    where TUnit : struct, IGcmUnit
{
    private Vector128<byte> _b0;
    private Vector128<byte> _b1;
    private Vector128<byte> _b2;
    private Vector128<byte> _b3;
    private Vector128<byte> _b4;
    private Vector128<byte> _b5;
    private Vector128<byte> _b6;
    private Vector128<byte> _b7;

    /// <summary>Six rows (<see cref="GcmCounter"/>) of one counter, two of another, which <see cref="IGcmUnit.Begin"/> made.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal AesEight(Vector128<byte> counter, byte* rows, Vector128<byte> lastCounter, byte* lastRows)
    {
        _b0 = counter ^ Vector128.Load(rows);
        _b1 = counter ^ Vector128.Load(rows + 16);
        _b2 = counter ^ Vector128.Load(rows + 32);
        _b3 = counter ^ Vector128.Load(rows + 48);
        _b4 = counter ^ Vector128.Load(rows + 64);
        _b5 = counter ^ Vector128.Load(rows + 80);
        _b6 = lastCounter ^ Vector128.Load(lastRows);
        _b7 = lastCounter ^ Vector128.Load(lastRows + 16);
    }

    /// <summary>Rounds 1 to 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Rounds1To3(byte* keys)
    {
        Round(keys, 1);
        Round(keys, 2);
        Round(keys, 3);
    }

    /// <summary>Rounds 4 to 6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Rounds4To6(byte* keys)
    {
        Round(keys, 4);
        Round(keys, 5);
        Round(keys, 6);
    }

    /// <summary>Round 7 to the last but one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Rounds7ToLast<TKey>(byte* keys)
        where TKey : struct, IAesKeyLength
    {
        Round(keys, 7);
        Round(keys, 8);
        Round(keys, 9);
        if (TKey.Rounds > 10)
        {
            Round(keys, 10);
            Round(keys, 11);
        }

        if (TKey.Rounds > 12)
        {
            Round(keys, 12);
            Round(keys, 13);
        }
    }

    /// <summary>The last round, added to 128 bytes of text.</summary>
    /// <remarks>
    /// Each block is stored by itself, which is cheaper than joining four; the text is added to the round key, which is one
    /// step less behind the last round.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void AddTo<TKey>(byte* keys, byte* text)
        where TKey : struct, IAesKeyLength
    {
        TUnit.LastKeys(keys, TKey.Rounds, out Vector128<byte> beforeLast, out Vector128<byte> last);
        TUnit.LastRound(_b0, beforeLast, last ^ Vector128.Load(text)).Store(text);
        TUnit.LastRound(_b1, beforeLast, last ^ Vector128.Load(text + 16)).Store(text + 16);
        TUnit.LastRound(_b2, beforeLast, last ^ Vector128.Load(text + 32)).Store(text + 32);
        TUnit.LastRound(_b3, beforeLast, last ^ Vector128.Load(text + 48)).Store(text + 48);
        TUnit.LastRound(_b4, beforeLast, last ^ Vector128.Load(text + 64)).Store(text + 64);
        TUnit.LastRound(_b5, beforeLast, last ^ Vector128.Load(text + 80)).Store(text + 80);
        TUnit.LastRound(_b6, beforeLast, last ^ Vector128.Load(text + 96)).Store(text + 96);
        TUnit.LastRound(_b7, beforeLast, last ^ Vector128.Load(text + 112)).Store(text + 112);
    }

    /// <summary>The last round: writes 128 bytes of key stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Store<TKey>(byte* keys, byte* stream)
        where TKey : struct, IAesKeyLength
    {
        TUnit.LastKeys(keys, TKey.Rounds, out Vector128<byte> beforeLast, out Vector128<byte> last);
        TUnit.LastRound(_b0, beforeLast, last).Store(stream);
        TUnit.LastRound(_b1, beforeLast, last).Store(stream + 16);
        TUnit.LastRound(_b2, beforeLast, last).Store(stream + 32);
        TUnit.LastRound(_b3, beforeLast, last).Store(stream + 48);
        TUnit.LastRound(_b4, beforeLast, last).Store(stream + 64);
        TUnit.LastRound(_b5, beforeLast, last).Store(stream + 80);
        TUnit.LastRound(_b6, beforeLast, last).Store(stream + 96);
        TUnit.LastRound(_b7, beforeLast, last).Store(stream + 112);
    }

    /// <summary>The last round, joined to 64 bytes and 64 bytes of key stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Join<TKey>(byte* keys, out Vector512<byte> first, out Vector512<byte> second)
        where TKey : struct, IAesKeyLength
    {
        TUnit.LastKeys(keys, TKey.Rounds, out Vector128<byte> beforeLast, out Vector128<byte> last);
        first = Join(
            TUnit.LastRound(_b0, beforeLast, last),
            TUnit.LastRound(_b1, beforeLast, last),
            TUnit.LastRound(_b2, beforeLast, last),
            TUnit.LastRound(_b3, beforeLast, last));
        second = Join(
            TUnit.LastRound(_b4, beforeLast, last),
            TUnit.LastRound(_b5, beforeLast, last),
            TUnit.LastRound(_b6, beforeLast, last),
            TUnit.LastRound(_b7, beforeLast, last));
    }

    /// <summary>Four blocks in one register. Vector512.Create would go through memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<byte> Join(Vector128<byte> b0, Vector128<byte> b1, Vector128<byte> b2, Vector128<byte> b3)
    {
        Vector256<byte> low = Avx.InsertVector128(b0.ToVector256Unsafe(), b1, 1);
        Vector256<byte> high = Avx.InsertVector128(b2.ToVector256Unsafe(), b3, 1);
        return Avx512F.InsertVector256(low.ToVector512Unsafe(), high, 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Round(byte* keys, int round)
    {
        // A local of its own for each round: one long-lived key would be given a high register and moved at every use.
        Vector128<byte> key = TUnit.RoundKey(keys, round);
        _b0 = TUnit.Round(_b0, key);
        _b1 = TUnit.Round(_b1, key);
        _b2 = TUnit.Round(_b2, key);
        _b3 = TUnit.Round(_b3, key);
        _b4 = TUnit.Round(_b4, key);
        _b5 = TUnit.Round(_b5, key);
        _b6 = TUnit.Round(_b6, key);
        _b7 = TUnit.Round(_b7, key);
    }
}
