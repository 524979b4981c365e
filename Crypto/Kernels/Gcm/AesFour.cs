using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>Four counter blocks on their way through AES; see <see cref="AesEight{TUnit}"/>.</summary>
/// <typeparam name="TUnit">What computes the rounds.</typeparam>
internal unsafe struct AesFour<TUnit>
    where TUnit : struct, IGcmUnit
{
    private Vector128<byte> _b0;
    private Vector128<byte> _b1;
    private Vector128<byte> _b2;
    private Vector128<byte> _b3;

    /// <summary>Four rows (<see cref="GcmCounter"/>) of one counter, which <see cref="IGcmUnit.Begin"/> made.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal AesFour(Vector128<byte> counter, byte* rows)
    {
        _b0 = counter ^ Vector128.Load(rows);
        _b1 = counter ^ Vector128.Load(rows + 16);
        _b2 = counter ^ Vector128.Load(rows + 32);
        _b3 = counter ^ Vector128.Load(rows + 48);
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

    /// <summary>The last round: writes 64 bytes of key stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Store<TKey>(byte* keys, byte* stream)
        where TKey : struct, IAesKeyLength
    {
        TUnit.LastKeys(keys, TKey.Rounds, out Vector128<byte> beforeLast, out Vector128<byte> last);
        TUnit.LastRound(_b0, beforeLast, last).Store(stream);
        TUnit.LastRound(_b1, beforeLast, last).Store(stream + 16);
        TUnit.LastRound(_b2, beforeLast, last).Store(stream + 32);
        TUnit.LastRound(_b3, beforeLast, last).Store(stream + 48);
    }

    /// <summary>The last round, joined to 64 bytes of key stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector512<byte> Join<TKey>(byte* keys)
        where TKey : struct, IAesKeyLength
    {
        TUnit.LastKeys(keys, TKey.Rounds, out Vector128<byte> beforeLast, out Vector128<byte> last);
        return AesEight<TUnit>.Join(
            TUnit.LastRound(_b0, beforeLast, last),
            TUnit.LastRound(_b1, beforeLast, last),
            TUnit.LastRound(_b2, beforeLast, last),
            TUnit.LastRound(_b3, beforeLast, last));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Round(byte* keys, int round)
    {
        Vector128<byte> key = TUnit.RoundKey(keys, round);
        _b0 = TUnit.Round(_b0, key);
        _b1 = TUnit.Round(_b1, key);
        _b2 = TUnit.Round(_b2, key);
        _b3 = TUnit.Round(_b3, key);
    }
}
