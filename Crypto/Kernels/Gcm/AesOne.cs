using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>One block on its way through AES: the one that hides the tag; see <see cref="AesEight{TUnit}"/>.</summary>
/// <typeparam name="TUnit">What computes the rounds.</typeparam>
internal unsafe struct AesOne<TUnit>
    where TUnit : struct, IGcmUnit
{
    private Vector128<byte> _block;

    /// <summary>Begins with a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal AesOne(Vector128<byte> block, byte* keys) => _block = TUnit.Begin(block, keys);

    /// <summary>Encrypts one block by itself.</summary>
    internal static Vector128<byte> Encrypt(Vector128<byte> block, byte* keys, int rounds)
    {
        var one = new AesOne<TUnit>(block, keys);
        for (int round = 1; round < rounds; round++)
        {
            one.Round(keys, round);
        }

        TUnit.LastKeys(keys, rounds, out Vector128<byte> beforeLast, out Vector128<byte> last);
        return TUnit.LastRound(one._block, beforeLast, last);
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

    /// <summary>The last round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector128<byte> Finish<TKey>(byte* keys)
        where TKey : struct, IAesKeyLength
    {
        TUnit.LastKeys(keys, TKey.Rounds, out Vector128<byte> beforeLast, out Vector128<byte> last);
        return TUnit.LastRound(_block, beforeLast, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Round(byte* keys, int round) => _block = TUnit.Round(_block, TUnit.RoundKey(keys, round));
}
