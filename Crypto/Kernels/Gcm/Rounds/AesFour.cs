using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Pipeline.Crypto.Kernels.AesBlocks;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Pipeline.Crypto.Kernels.Gcm.Rounds;

/// <summary>Four counter blocks on their way through AES-NI, where there is AVX-512; see <see cref="AesEight"/>.</summary>
internal unsafe struct AesFour
{
    private Vector128<byte> _b0;
    private Vector128<byte> _b1;
    private Vector128<byte> _b2;
    private Vector128<byte> _b3;

    /// <summary>Four rows (<see cref="GcmCounter"/>) of one counter, made by <see cref="AesEight.Begin"/>.</summary>
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

    /// <summary>The last round, joined to 64 bytes of key stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector512<byte> Join<TKey>(byte* keys)
        where TKey : struct, IAesKeyLength
    {
        Vector128<byte> last = Vector128.Load(keys + (AesKeySchedule.BlockLength * TKey.Rounds));
        return AesEight.Join(
            X86Aes.EncryptLast(_b0, last),
            X86Aes.EncryptLast(_b1, last),
            X86Aes.EncryptLast(_b2, last),
            X86Aes.EncryptLast(_b3, last));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Round(byte* keys, int round)
    {
        Vector128<byte> key = Vector128.Load(keys + (AesKeySchedule.BlockLength * round));
        _b0 = X86Aes.Encrypt(_b0, key);
        _b1 = X86Aes.Encrypt(_b1, key);
        _b2 = X86Aes.Encrypt(_b2, key);
        _b3 = X86Aes.Encrypt(_b3, key);
    }
}
