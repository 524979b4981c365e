using Pipeline.Crypto.Kernels.Gcm.Rounds;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Pipeline.Crypto.Kernels.Gcm.Hash;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <content>Chunks of 8 blocks, and the tail of what does not fill one.</content>
internal readonly unsafe partial struct AesGcm128
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
        Vector128<ulong> hash = message.Hash;
        if (TDirection.Encrypts)
        {
            // Hashing follows one chunk behind, so that its input is there when its turn comes.
            AesEight blocks = CounterBlocks(rows, ref counter, ref number);
            blocks.Rounds1To3(material);
            blocks.Rounds4To6(material);
            blocks.Rounds7ToLast<TKey>(material);
            blocks.AddTo<TKey>(material, text);
            text += ChunkLength;
            left -= ChunkLength;
        }

        for (; left >= ChunkLength; left -= ChunkLength, text += ChunkLength)
        {
            byte* hashed = TDirection.Encrypts ? text - ChunkLength : text;
            AesEight blocks = CounterBlocks(rows, ref counter, ref number);
            blocks.Rounds1To3(material);
            var sum = new Ghash128(Load(hashed) ^ hash, Power(material, 8));
            sum.Add(Load(hashed + 16), Power(material, 7));
            sum.Add(Load(hashed + 32), Power(material, 6));
            sum.Add(Load(hashed + 48), Power(material, 5));
            blocks.Rounds4To6(material);
            sum.Add(Load(hashed + 64), Power(material, 4));
            sum.Add(Load(hashed + 80), Power(material, 3));
            sum.Add(Load(hashed + 96), Power(material, 2));
            sum.Add(Load(hashed + 112), Power(material, 1));
            blocks.Rounds7ToLast<TKey>(material);
            hash = sum.Reduce();
            blocks.AddTo<TKey>(material, text);
        }

        if (TDirection.Encrypts)
        {
            byte* hashed = text - ChunkLength;
            var sum = new Ghash128(Load(hashed) ^ hash, Power(material, 8));
            sum.Add(Load(hashed + 16), Power(material, 7));
            sum.Add(Load(hashed + 32), Power(material, 6));
            sum.Add(Load(hashed + 48), Power(material, 5));
            sum.Add(Load(hashed + 64), Power(material, 4));
            sum.Add(Load(hashed + 80), Power(material, 3));
            sum.Add(Load(hashed + 96), Power(material, 2));
            sum.Add(Load(hashed + 112), Power(material, 1));
            hash = sum.Reduce();
        }

        message.Hash = hash;
        message.Text = text;
        message.Left = left;
        message.BlocksDone = number;
    }

    /// <summary>Encrypts or decrypts the last 0 to 127 bytes, and makes the tag.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector128<byte> Tail<TKey, TDirection>(ref GcmMessage message, byte* rows)
        where TKey : struct, IAesKeyLength
        where TDirection : struct, IGcmDirection
    {
        byte* material = message.Material;
        byte* text = message.Text;

        // Key stream of this packet only: it says no more than the packet itself, so that erasing it is not worth a packet's time.
        byte* stream = stackalloc byte[ChunkLength];
        uint number = message.BlocksDone;
        Vector128<byte> counter = AesEight.Begin(
            message.FirstCounter ^ Vector128.Load(rows + GcmCounter.RowLength) ^ GcmCounter.Step(0, number), material);
        var first = new AesOne(message.FirstCounter, material);
        AesEight blocks = CounterBlocks(rows, ref counter, ref number);
        blocks.Rounds1To3(material);
        first.Rounds1To3(material);
        blocks.Rounds4To6(material);
        first.Rounds4To6(material);
        blocks.Rounds7ToLast<TKey>(material);
        first.Rounds7ToLast<TKey>(material);
        blocks.Store<TKey>(material, stream);

        // The lengths are the last block, so a tail of n blocks, which has the hash in its first, begins with H^(n+1).
        Vector128<ulong> hash = message.Hash;
        int left = message.Left;
        int exponent = ((left + BlockLength - 1) / BlockLength) + 1;
        var sum = new Ghash128(message.Lengths ^ (left == 0 ? hash : default), Power(material, 1));
        for (; left >= BlockLength; left -= BlockLength, text += BlockLength, stream += BlockLength, exponent--)
        {
            Vector128<byte> before = Vector128.Load(text);
            Vector128<byte> after = before ^ Vector128.Load(stream);
            after.Store(text);
            sum.Add(GcmBlock.Reflect(TDirection.Encrypts ? after : before) ^ hash, Power(material, exponent));
            hash = default;
        }

        if (left > 0)
        {
            Vector128<byte> before = GcmBlock.LoadFirst(text, left);
            GcmBlock.StoreFirst(text, before ^ Vector128.Load(stream), left);
            Vector128<byte> hashed = TDirection.Encrypts ? GcmBlock.LoadFirst(text, left) : before;
            sum.Add(GcmBlock.Reflect(hashed) ^ hash, Power(material, exponent));
        }

        return GcmBlock.Reflect(sum.Reduce().AsByte()).AsByte() ^ first.LastRound(material, TKey.Rounds);
    }

    /// <summary>
    /// Counter blocks of a chunk, and on to the next: rows 2 to 7, and rows 0 and 1 of the next eight numbers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static AesEight CounterBlocks(byte* rows, ref Vector128<byte> counter, ref uint number)
    {
        Vector128<byte> next = counter ^ GcmCounter.Step(number, number + ChunkBlocks);
        var blocks = new AesEight(counter, rows + (GcmCounter.First * GcmCounter.RowLength), next, rows);
        counter = next;
        number += ChunkBlocks;
        return blocks;
    }
}
