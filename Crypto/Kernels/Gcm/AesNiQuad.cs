using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Instructions = System.Runtime.Intrinsics.X86.Aes;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>Four counter blocks on their way through AES-NI; see <see cref="AesNiBlocks"/>.</summary>
internal unsafe struct AesNiQuad
{
    private Vector128<byte> _b0;
    private Vector128<byte> _b1;
    private Vector128<byte> _b2;
    private Vector128<byte> _b3;

    /// <summary>Four rows of one counter; the first round key is in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal AesNiQuad(Vector128<byte> counter, byte* rows)
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
        Round(keys + 16);
        Round(keys + 32);
        Round(keys + 48);
    }

    /// <summary>Rounds 4 to 6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Rounds4To6(byte* keys)
    {
        Round(keys + 64);
        Round(keys + 80);
        Round(keys + 96);
    }

    /// <summary>Round 7 to the last but one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Rounds7ToLast<TKey>(byte* keys)
        where TKey : struct, IAesKeyLength
    {
        Round(keys + 112);
        Round(keys + 128);
        Round(keys + 144);
        if (TKey.Rounds > 10)
        {
            Round(keys + 160);
            Round(keys + 176);
        }

        if (TKey.Rounds > 12)
        {
            Round(keys + 192);
            Round(keys + 208);
        }
    }

    /// <summary>The last round, joined to 64 bytes of key stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector512<byte> Join<TKey>(byte* keys)
        where TKey : struct, IAesKeyLength
    {
        Vector128<byte> last = Vector128.Load(keys + (16 * TKey.Rounds));
        return AesNiBlocks.Join(
            Instructions.EncryptLast(_b0, last),
            Instructions.EncryptLast(_b1, last),
            Instructions.EncryptLast(_b2, last),
            Instructions.EncryptLast(_b3, last));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Round(byte* roundKey)
    {
        Vector128<byte> key = Vector128.Load(roundKey);
        _b0 = Instructions.Encrypt(_b0, key);
        _b1 = Instructions.Encrypt(_b1, key);
        _b2 = Instructions.Encrypt(_b2, key);
        _b3 = Instructions.Encrypt(_b3, key);
    }
}
