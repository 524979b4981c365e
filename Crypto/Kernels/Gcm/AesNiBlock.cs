using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Instructions = System.Runtime.Intrinsics.X86.Aes;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>One block on its way through AES-NI: the one that hides the tag; see <see cref="AesNiBlocks"/>.</summary>
internal unsafe struct AesNiBlock
{
    private Vector128<byte> _block;

    /// <summary>Adds the first round key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal AesNiBlock(Vector128<byte> block, byte* keys) => _block = block ^ Vector128.Load(keys);

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

    /// <summary>The last round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector128<byte> Finish<TKey>(byte* keys)
        where TKey : struct, IAesKeyLength =>
        Instructions.EncryptLast(_block, Vector128.Load(keys + (16 * TKey.Rounds)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Round(byte* roundKey) => _block = Instructions.Encrypt(_block, Vector128.Load(roundKey));
}
