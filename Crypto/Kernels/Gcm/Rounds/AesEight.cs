using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Pipeline.Crypto.Kernels.AesBlocks;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Pipeline.Crypto.Kernels.Gcm.Rounds;

/// <summary>Eight counter blocks on their way through AES, in pieces so that other work fits between them.</summary>
/// <remarks>
/// AESENC takes 4 cycles and two may start in each, so eight blocks side by side keep the unit full. It names only the low
/// 16 vector registers: eight blocks, a round key, and what stands between the rounds. AESENC of x86 adds its round key at
/// the end, AESE of Arm at the beginning: there each round takes the key of the one before.
/// </remarks>
internal unsafe struct AesEight
{
    private Vector128<byte> _b0;
    private Vector128<byte> _b1;
    private Vector128<byte> _b2;
    private Vector128<byte> _b3;
    private Vector128<byte> _b4;
    private Vector128<byte> _b5;
    private Vector128<byte> _b6;
    private Vector128<byte> _b7;

    /// <summary>Six rows (<see cref="GcmCounter"/>) of one counter, two of another, made by <see cref="Begin"/>.</summary>
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

    /// <summary>What is done to a counter block before the first round; done to its nonce, it is done to all blocks of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<byte> Begin(Vector128<byte> counter, byte* keys) =>
        X86Aes.IsSupported ? counter ^ Vector128.Load(keys) : counter;

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
        Vector128<byte> last = Vector128.Load(keys + (AesKeySchedule.BlockLength * TKey.Rounds));
        if (X86Aes.IsSupported)
        {
            X86Aes.EncryptLast(_b0, last ^ Vector128.Load(text)).Store(text);
            X86Aes.EncryptLast(_b1, last ^ Vector128.Load(text + 16)).Store(text + 16);
            X86Aes.EncryptLast(_b2, last ^ Vector128.Load(text + 32)).Store(text + 32);
            X86Aes.EncryptLast(_b3, last ^ Vector128.Load(text + 48)).Store(text + 48);
            X86Aes.EncryptLast(_b4, last ^ Vector128.Load(text + 64)).Store(text + 64);
            X86Aes.EncryptLast(_b5, last ^ Vector128.Load(text + 80)).Store(text + 80);
            X86Aes.EncryptLast(_b6, last ^ Vector128.Load(text + 96)).Store(text + 96);
            X86Aes.EncryptLast(_b7, last ^ Vector128.Load(text + 112)).Store(text + 112);
        }
        else
        {
            Vector128<byte> key = Vector128.Load(keys + (AesKeySchedule.BlockLength * (TKey.Rounds - 1)));
            (ArmAes.Encrypt(_b0, key) ^ last ^ Vector128.Load(text)).Store(text);
            (ArmAes.Encrypt(_b1, key) ^ last ^ Vector128.Load(text + 16)).Store(text + 16);
            (ArmAes.Encrypt(_b2, key) ^ last ^ Vector128.Load(text + 32)).Store(text + 32);
            (ArmAes.Encrypt(_b3, key) ^ last ^ Vector128.Load(text + 48)).Store(text + 48);
            (ArmAes.Encrypt(_b4, key) ^ last ^ Vector128.Load(text + 64)).Store(text + 64);
            (ArmAes.Encrypt(_b5, key) ^ last ^ Vector128.Load(text + 80)).Store(text + 80);
            (ArmAes.Encrypt(_b6, key) ^ last ^ Vector128.Load(text + 96)).Store(text + 96);
            (ArmAes.Encrypt(_b7, key) ^ last ^ Vector128.Load(text + 112)).Store(text + 112);
        }
    }

    /// <summary>The last round: writes 128 bytes of key stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Store<TKey>(byte* keys, byte* stream)
        where TKey : struct, IAesKeyLength
    {
        Vector128<byte> last = Vector128.Load(keys + (AesKeySchedule.BlockLength * TKey.Rounds));
        if (X86Aes.IsSupported)
        {
            X86Aes.EncryptLast(_b0, last).Store(stream);
            X86Aes.EncryptLast(_b1, last).Store(stream + 16);
            X86Aes.EncryptLast(_b2, last).Store(stream + 32);
            X86Aes.EncryptLast(_b3, last).Store(stream + 48);
            X86Aes.EncryptLast(_b4, last).Store(stream + 64);
            X86Aes.EncryptLast(_b5, last).Store(stream + 80);
            X86Aes.EncryptLast(_b6, last).Store(stream + 96);
            X86Aes.EncryptLast(_b7, last).Store(stream + 112);
        }
        else
        {
            Vector128<byte> key = Vector128.Load(keys + (AesKeySchedule.BlockLength * (TKey.Rounds - 1)));
            (ArmAes.Encrypt(_b0, key) ^ last).Store(stream);
            (ArmAes.Encrypt(_b1, key) ^ last).Store(stream + 16);
            (ArmAes.Encrypt(_b2, key) ^ last).Store(stream + 32);
            (ArmAes.Encrypt(_b3, key) ^ last).Store(stream + 48);
            (ArmAes.Encrypt(_b4, key) ^ last).Store(stream + 64);
            (ArmAes.Encrypt(_b5, key) ^ last).Store(stream + 80);
            (ArmAes.Encrypt(_b6, key) ^ last).Store(stream + 96);
            (ArmAes.Encrypt(_b7, key) ^ last).Store(stream + 112);
        }
    }

    /// <summary>The last round, joined to 64 bytes and 64 bytes of key stream; where there is AVX-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Join<TKey>(byte* keys, out Vector512<byte> first, out Vector512<byte> second)
        where TKey : struct, IAesKeyLength
    {
        Vector128<byte> last = Vector128.Load(keys + (AesKeySchedule.BlockLength * TKey.Rounds));
        first = Join(
            X86Aes.EncryptLast(_b0, last),
            X86Aes.EncryptLast(_b1, last),
            X86Aes.EncryptLast(_b2, last),
            X86Aes.EncryptLast(_b3, last));
        second = Join(
            X86Aes.EncryptLast(_b4, last),
            X86Aes.EncryptLast(_b5, last),
            X86Aes.EncryptLast(_b6, last),
            X86Aes.EncryptLast(_b7, last));
    }

    /// <summary>Four blocks in one register. Vector512.Create would go through memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<byte> Join(Vector128<byte> b0, Vector128<byte> b1, Vector128<byte> b2, Vector128<byte> b3)
    {
        Vector256<byte> low = Avx.InsertVector128(b0.ToVector256Unsafe(), b1, 1);
        Vector256<byte> high = Avx.InsertVector128(b2.ToVector256Unsafe(), b3, 1);
        return Avx512F.InsertVector256(low.ToVector512Unsafe(), high, 1);
    }

    // The key is a local of each round: one that lives longer would be given a high register, and moved at every use.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Round(byte* keys, int round)
    {
        if (X86Aes.IsSupported)
        {
            Vector128<byte> key = Vector128.Load(keys + (AesKeySchedule.BlockLength * round));
            _b0 = X86Aes.Encrypt(_b0, key);
            _b1 = X86Aes.Encrypt(_b1, key);
            _b2 = X86Aes.Encrypt(_b2, key);
            _b3 = X86Aes.Encrypt(_b3, key);
            _b4 = X86Aes.Encrypt(_b4, key);
            _b5 = X86Aes.Encrypt(_b5, key);
            _b6 = X86Aes.Encrypt(_b6, key);
            _b7 = X86Aes.Encrypt(_b7, key);
        }
        else
        {
            Vector128<byte> key = Vector128.Load(keys + (AesKeySchedule.BlockLength * (round - 1)));
            _b0 = ArmAes.MixColumns(ArmAes.Encrypt(_b0, key));
            _b1 = ArmAes.MixColumns(ArmAes.Encrypt(_b1, key));
            _b2 = ArmAes.MixColumns(ArmAes.Encrypt(_b2, key));
            _b3 = ArmAes.MixColumns(ArmAes.Encrypt(_b3, key));
            _b4 = ArmAes.MixColumns(ArmAes.Encrypt(_b4, key));
            _b5 = ArmAes.MixColumns(ArmAes.Encrypt(_b5, key));
            _b6 = ArmAes.MixColumns(ArmAes.Encrypt(_b6, key));
            _b7 = ArmAes.MixColumns(ArmAes.Encrypt(_b7, key));
        }
    }
}
