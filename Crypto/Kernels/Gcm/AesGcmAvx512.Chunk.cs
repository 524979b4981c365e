using Pipeline.Crypto.Kernels.Gcm.Rounds;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Pipeline.Crypto.Kernels.Gcm.Hash;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <content>
/// Chunks of 16 blocks. The AES unit is what limits: 40 AESENC for 64 bytes take 20 cycles, the multiplications of GHASH
/// 4 more on the same ports. So GHASH stands between the rounds, and all else keeps off those ports.
/// </content>
internal readonly unsafe partial struct AesGcmAvx512
{
    /// <summary>Encrypts or decrypts, and hashes, all chunks of a text.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Chunks<TKey, TDirection>(ref GcmMessage message, byte* rows)
        where TKey : struct, IAesKeyLength
        where TDirection : struct, IGcmDirection
    {
        byte* material = message.Material;
        byte* text = message.Text;
        int left = message.Left;
        uint number = 0;
        Vector128<byte> counter = AesEight.Begin(message.FirstCounter ^ Vector128.Load(rows + GcmCounter.RowLength), material);
        Vector128<ulong> hash = Ghash128.Multiply(message.Hash, OnePower(Power(material, 1)));
        if (TDirection.Encrypts)
        {
            // Hashing follows one chunk behind, so that its input is there when its turn comes.
            EncryptChunk<TKey>(material, rows, text, ref counter, ref number);
            text += ChunkLength;
            left -= ChunkLength;
        }

        for (; left >= ChunkLength; left -= ChunkLength, text += ChunkLength)
        {
            byte* hashed = TDirection.Encrypts ? text - ChunkLength : text;
            hash = Stitch<TKey>(material, rows, text, hashed, hash, ref counter, ref number);
        }

        message.Hash = hash;
        message.Text = text;
        message.Left = left;
        message.BlocksDone = number;
    }

    /// <summary>Encrypts or decrypts one chunk, and hashes one: the one before, or the same before it changes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Stitch<TKey>(
        byte* material, byte* rows, byte* text, byte* hashed, Vector128<ulong> hash, ref Vector128<byte> counter, ref uint number)
        where TKey : struct, IAesKeyLength
    {
        byte* powers = Power(material, ChunkBlocks);
        AesEight a = FirstHalf(rows, counter);
        a.Rounds1To3(material);
        var sum = new Ghash512(Ghash512.Reflect(Vector512.Load(hashed)) ^ Ghash512.Widen(hash), Powers(powers));
        a.Rounds4To6(material);
        sum.Add(Ghash512.Reflect(Vector512.Load(hashed + 64)), Powers(powers + 64));
        a.Rounds7ToLast<TKey>(material);
        a.AddTo<TKey>(material, text);

        AesEight b = SecondHalf(rows, ref counter, ref number);
        b.Rounds1To3(material);
        sum.Add(Ghash512.Reflect(Vector512.Load(hashed + 128)), Powers(powers + 128));
        b.Rounds4To6(material);
        sum.Add(Ghash512.Reflect(Vector512.Load(hashed + 192)), Powers(powers + 192));
        b.Rounds7ToLast<TKey>(material);
        Vector128<ulong> result = sum.Reduce();
        b.AddTo<TKey>(material, text + HalfLength);
        return result;
    }

    /// <summary>Encrypts the first chunk, when there is nothing to hash yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EncryptChunk<TKey>(
        byte* material, byte* rows, byte* text, ref Vector128<byte> counter, ref uint number)
        where TKey : struct, IAesKeyLength
    {
        AesEight a = FirstHalf(rows, counter);
        a.Rounds1To3(material);
        a.Rounds4To6(material);
        a.Rounds7ToLast<TKey>(material);
        a.AddTo<TKey>(material, text);
        AesEight b = SecondHalf(rows, ref counter, ref number);
        b.Rounds1To3(material);
        b.Rounds4To6(material);
        b.Rounds7ToLast<TKey>(material);
        b.AddTo<TKey>(material, text + HalfLength);
    }

    /// <summary>Hashes one chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> HashChunk(byte* material, byte* text, Vector128<ulong> hash)
    {
        byte* powers = Power(material, ChunkBlocks);
        var sum = new Ghash512(Ghash512.Reflect(Vector512.Load(text)) ^ Ghash512.Widen(hash), Powers(powers));
        sum.Add(Ghash512.Reflect(Vector512.Load(text + 64)), Powers(powers + 64));
        sum.Add(Ghash512.Reflect(Vector512.Load(text + 128)), Powers(powers + 128));
        sum.Add(Ghash512.Reflect(Vector512.Load(text + 192)), Powers(powers + 192));
        return sum.Reduce();
    }

    /// <summary>Counter blocks of the first half of a chunk: rows 2 to 9.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static AesEight FirstHalf(byte* rows, Vector128<byte> counter)
    {
        rows += GcmCounter.First * GcmCounter.RowLength;
        return new AesEight(counter, rows, counter, rows + (6 * GcmCounter.RowLength));
    }

    /// <summary>
    /// Counter blocks of the second half: rows 10 to 15, and rows 0 and 1 of the next sixteen numbers. Goes on to those.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static AesEight SecondHalf(byte* rows, ref Vector128<byte> counter, ref uint number)
    {
        byte* start = rows + ((GcmCounter.First + (ChunkBlocks / 2)) * GcmCounter.RowLength);
        Vector128<byte> next = counter ^ GcmCounter.Step(number, number + ChunkBlocks);
        var blocks = new AesEight(counter, start, next, rows);
        counter = next;
        number += ChunkBlocks;
        return blocks;
    }
}
