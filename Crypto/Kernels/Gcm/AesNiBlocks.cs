using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Instructions = System.Runtime.Intrinsics.X86.Aes;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>Eight counter blocks on their way through AES-NI, in pieces so that other work fits between them.</summary>
/// <remarks>
/// AESENC takes 4 cycles and two may start in each, so eight blocks side by side keep the unit full. It names only the low
/// 16 vector registers: eight blocks, a round key, and what stands between the rounds.
/// </remarks>
internal unsafe struct AesNiBlocks
{
    private Vector128<byte> _b0;
    private Vector128<byte> _b1;
    private Vector128<byte> _b2;
    private Vector128<byte> _b3;
    private Vector128<byte> _b4;
    private Vector128<byte> _b5;
    private Vector128<byte> _b6;
    private Vector128<byte> _b7;

    /// <summary>Six rows (<see cref="GcmCounter"/>) of one counter, two of another; the first round key is in them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal AesNiBlocks(Vector128<byte> counter, byte* rows, Vector128<byte> lastCounter, byte* lastRows)
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

    /// <summary>The last round, added to 128 bytes of text.</summary>
    /// <remarks>
    /// Each block is stored by itself, which is cheaper than joining four; the text is added to the round key, which is one
    /// step less behind the last round.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void AddTo<TKey>(byte* keys, byte* text)
        where TKey : struct, IAesKeyLength
    {
        Vector128<byte> last = Vector128.Load(keys + (16 * TKey.Rounds));
        Instructions.EncryptLast(_b0, last ^ Vector128.Load(text)).Store(text);
        Instructions.EncryptLast(_b1, last ^ Vector128.Load(text + 16)).Store(text + 16);
        Instructions.EncryptLast(_b2, last ^ Vector128.Load(text + 32)).Store(text + 32);
        Instructions.EncryptLast(_b3, last ^ Vector128.Load(text + 48)).Store(text + 48);
        Instructions.EncryptLast(_b4, last ^ Vector128.Load(text + 64)).Store(text + 64);
        Instructions.EncryptLast(_b5, last ^ Vector128.Load(text + 80)).Store(text + 80);
        Instructions.EncryptLast(_b6, last ^ Vector128.Load(text + 96)).Store(text + 96);
        Instructions.EncryptLast(_b7, last ^ Vector128.Load(text + 112)).Store(text + 112);
    }

    /// <summary>The last round, joined to 64 bytes and 64 bytes of key stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Join<TKey>(byte* keys, out Vector512<byte> first, out Vector512<byte> second)
        where TKey : struct, IAesKeyLength
    {
        Vector128<byte> last = Vector128.Load(keys + (16 * TKey.Rounds));
        first = Join(
            Instructions.EncryptLast(_b0, last),
            Instructions.EncryptLast(_b1, last),
            Instructions.EncryptLast(_b2, last),
            Instructions.EncryptLast(_b3, last));
        second = Join(
            Instructions.EncryptLast(_b4, last),
            Instructions.EncryptLast(_b5, last),
            Instructions.EncryptLast(_b6, last),
            Instructions.EncryptLast(_b7, last));
    }

    /// <summary>Four blocks in one register. Vector512.Create would go through memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<byte> Join(Vector128<byte> b0, Vector128<byte> b1, Vector128<byte> b2, Vector128<byte> b3)
    {
        Vector256<byte> low = Avx.InsertVector128(b0.ToVector256Unsafe(), b1, 1);
        Vector256<byte> high = Avx.InsertVector128(b2.ToVector256Unsafe(), b3, 1);
        return Avx512F.InsertVector256(low.ToVector512Unsafe(), high, 1);
    }

    /// <summary>One round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Round(byte* roundKey)
    {
        // A local of its own for each round: one long-lived key would be given a high register and moved at every use.
        Vector128<byte> key = Vector128.Load(roundKey);
        _b0 = Instructions.Encrypt(_b0, key);
        _b1 = Instructions.Encrypt(_b1, key);
        _b2 = Instructions.Encrypt(_b2, key);
        _b3 = Instructions.Encrypt(_b3, key);
        _b4 = Instructions.Encrypt(_b4, key);
        _b5 = Instructions.Encrypt(_b5, key);
        _b6 = Instructions.Encrypt(_b6, key);
        _b7 = Instructions.Encrypt(_b7, key);
    }
}
