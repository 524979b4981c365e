using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Pipeline.Crypto.Kernels.AesBlocks;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Pipeline.Crypto.Kernels.Gcm.Rounds;

/// <summary>One block on its way through AES: the one that hides the tag; see <see cref="AesEight"/>.</summary>
internal unsafe struct AesOne
{
    private Vector128<byte> _block;

    /// <summary>Begins with a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal AesOne(Vector128<byte> block, byte* keys) => _block = AesEight.Begin(block, keys);

    /// <summary>Encrypts one block by itself.</summary>
    internal static Vector128<byte> Encrypt(Vector128<byte> block, byte* keys, int rounds)
    {
        var one = new AesOne(block, keys);
        for (int round = 1; round < rounds; round++)
        {
            one.Round(keys, round);
        }

        return one.LastRound(keys, rounds);
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
    internal readonly Vector128<byte> LastRound(byte* keys, int rounds)
    {
        Vector128<byte> last = Vector128.Load(keys + (AesKeySchedule.BlockLength * rounds));
        return X86Aes.IsSupported
            ? X86Aes.EncryptLast(_block, last)
            : ArmAes.Encrypt(_block, Vector128.Load(keys + (AesKeySchedule.BlockLength * (rounds - 1)))) ^ last;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Round(byte* keys, int round)
    {
        if (X86Aes.IsSupported)
        {
            _block = X86Aes.Encrypt(_block, Vector128.Load(keys + (AesKeySchedule.BlockLength * round)));
        }
        else
        {
            Vector128<byte> key = Vector128.Load(keys + (AesKeySchedule.BlockLength * (round - 1)));
            _block = ArmAes.MixColumns(ArmAes.Encrypt(_block, key));
        }
    }
}
