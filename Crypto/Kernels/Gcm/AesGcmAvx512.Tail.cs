using Pipeline.Crypto.Kernels.Gcm.Rounds;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Pipeline.Crypto.Kernels.Gcm.Hash;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <content>
/// What does not fill a chunk, 0 to 255 bytes, then the lengths and the tag. All products of a tail are one sum with one
/// reduction; for a text shorter than a chunk, which is all tail, the product of the associated data is in it too.
/// No byte beyond the text is read or written: masks see to that.
/// </content>
internal readonly unsafe partial struct AesGcmAvx512
{
    /// <summary>Encrypts or decrypts the tail and makes the tag.</summary>
    /// <typeparam name="TKey">The key length.</typeparam>
    /// <typeparam name="TDirection">Which side of the key stream is hashed.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="rows">The rows of <see cref="GcmCounter"/>.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector128<byte> Tail<TKey, TDirection>(ref GcmMessage message, byte* rows)
        where TKey : struct, IAesKeyLength
        where TDirection : struct, IGcmDirection
    {
        byte* material = message.Material;
        byte* text = message.Text;
        int left = message.Left;
        uint number = message.BlocksDone;
        Vector128<byte> counter = AesEight.Begin(
            message.FirstCounter ^ Vector128.Load(rows + GcmCounter.RowLength) ^ GcmCounter.Step(0, number), material);

        // The lengths are the last block, so a tail of n blocks begins with H^(n+1).
        int blocks = (left + BlockLength - 1) / BlockLength;
        byte* powers = Power(material, blocks + 1);
        byte* power = number == 0 ? powers - BlockLength : powers;
        var sum = new Ghash512(message.Lengths, OnePower(Power(material, 1)));
        byte* start = rows + (GcmCounter.First * GcmCounter.RowLength);
        byte* last = start + (6 * GcmCounter.RowLength);
        Vector128<byte> lastCounter = counter;
        if (left > HalfLength)
        {
            AesEight half = FirstHalf(rows, counter);
            half.Rounds1To3(material);
            half.Rounds4To6(material);
            half.Rounds7ToLast<TKey>(material);
            half.Join<TKey>(material, out Vector512<byte> s0, out Vector512<byte> s1);
            sum.Add(AddTo<TDirection>(text, s0), Powers(powers));
            sum.Add(AddTo<TDirection>(text + 64, s1), Powers(powers + 64));
            text += HalfLength;
            left -= HalfLength;
            powers += HalfLength;
            start += HalfLength;
            last = rows;
            lastCounter = counter ^ GcmCounter.Step(number, number + ChunkBlocks);
        }

        var first = new AesOne(message.FirstCounter, material);
        if (left > 64)
        {
            var part = new AesEight(counter, start, lastCounter, last);
            part.Rounds1To3(material);
            first.Rounds1To3(material);
            part.Rounds4To6(material);
            first.Rounds4To6(material);
            part.Rounds7ToLast<TKey>(material);
            first.Rounds7ToLast<TKey>(material);
            part.Join<TKey>(material, out Vector512<byte> s0, out Vector512<byte> s1);
            sum.Add(AddTo<TDirection>(text, s0), Powers(powers));
            sum.Add(AddTo<TDirection>(text + 64, s1, left - 64), Powers(powers + 64));
        }
        else if (left > 0)
        {
            var part = new AesFour(counter, start);
            part.Rounds1To3(material);
            first.Rounds1To3(material);
            part.Rounds4To6(material);
            first.Rounds4To6(material);
            part.Rounds7ToLast<TKey>(material);
            first.Rounds7ToLast<TKey>(material);
            sum.Add(AddTo<TDirection>(text, part.Join<TKey>(material), left), Powers(powers));
        }
        else
        {
            first.Rounds1To3(material);
            first.Rounds4To6(material);
            first.Rounds7ToLast<TKey>(material);
        }

        // The hash of encryption is still one chunk behind, which by now is out of the store queue.
        Vector128<ulong> hash = TDirection.Encrypts && number != 0
            ? HashChunk(material, message.Text - ChunkLength, message.Hash)
            : message.Hash;
        sum.Add(hash, OnePower(power));
        return GcmBlock.Reflect(sum.Reduce().AsByte()).AsByte() ^ first.LastRound(material, TKey.Rounds);
    }

    /// <summary>Adds 64 bytes of key stream to the text.</summary>
    /// <returns>The ciphertext, reflected.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> AddTo<TDirection>(byte* text, Vector512<byte> stream)
        where TDirection : struct, IGcmDirection
    {
        Vector512<byte> before = Vector512.Load(text);
        Vector512<byte> after = before ^ stream;
        after.Store(text);
        return Ghash512.Reflect(TDirection.Encrypts ? after : before);
    }

    /// <summary>Adds key stream to the last 1 to 64 bytes of the text.</summary>
    /// <returns>The ciphertext, filled up with zeros and reflected.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> AddTo<TDirection>(byte* text, Vector512<byte> stream, int length)
        where TDirection : struct, IGcmDirection
    {
        Vector512<byte> mask = FirstBytes(length);
        Vector512<byte> before = Avx512BW.MaskLoad(text, mask, Vector512<byte>.Zero);
        Vector512<byte> after = before ^ stream;
        Avx512BW.MaskStore(text, mask, after);
        return Ghash512.Reflect(TDirection.Encrypts ? after & mask : before);
    }

    /// <summary>Loads the first bytes; the others are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> LoadFirst(byte* bytes, int length) =>
        Avx512BW.MaskLoad(bytes, FirstBytes(length), Vector512<byte>.Zero);

    /// <summary>Ones in the first bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> FirstBytes(int length) =>
        Vector512.LessThan(Vector512<byte>.Indices, Vector512.Create((byte)length));
}
