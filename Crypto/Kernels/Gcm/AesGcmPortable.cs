using Pipeline.Crypto.Kernels.Gcm.Rounds;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Pipeline.Crypto.Kernels.AesBlocks;
using Pipeline.Crypto.Kernels.Gcm.Hash;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>AES-GCM in plain C#: bitsliced AES, and GHASH by integer multiplication. No table, and no branch on a secret.</summary>
/// <remarks>
/// An expanded key:
/// <code>
/// 0     round keys, 11 to 15 of 16 bytes
/// 240   H
/// </code>
/// </remarks>
internal readonly unsafe struct AesGcmPortable : IAesGcmCore
{
    private const int BlockLength = AesGcmKernel.BlockLength;
    private const int StreamLength = AesPortable.BlocksAtOnce * BlockLength;

    /// <inheritdoc/>
    public static string Name => "portable";

    /// <inheritdoc/>
    public static int MaterialLength => AesKeySchedule.MostRoundKeysLength + BlockLength;

    /// <inheritdoc/>
    public static int PowersOffsetFor(int textLength) => AesKeySchedule.MostRoundKeysLength;

    /// <inheritdoc/>
    public static void ExpandKey(ReadOnlySpan<byte> key, byte* material)
    {
        AesKeySchedule.Expand(key, new Span<byte>(material, AesKeySchedule.MostRoundKeysLength));
        Vector128<byte> zero = default;
        AesPortable.Encrypt(material, AesKeySchedule.Rounds(key.Length), new Span<byte>(&zero, BlockLength));
        GcmBlock.FirstPower(zero).Store((ulong*)(material + AesKeySchedule.MostRoundKeysLength));
    }

    /// <inheritdoc/>
    public static Vector128<ulong> Absorb(byte* material, Vector128<ulong> hash, byte* data, int length)
    {
        var sum = new GhashPortable(Power(material), hash);
        sum.Multiply();
        int whole = (length - 1) / BlockLength * BlockLength;
        sum.Add(data, whole);
        return sum.Value ^ GcmBlock.Reflect(GcmBlock.LoadFirst(data + whole, length - whole));
    }

    /// <inheritdoc/>
    public static Vector128<byte> Encrypt<TKey>(ref GcmMessage message)
        where TKey : struct, IAesKeyLength => Process<TKey, GcmEncryption>(ref message);

    /// <inheritdoc/>
    public static Vector128<byte> Decrypt<TKey>(ref GcmMessage message)
        where TKey : struct, IAesKeyLength => Process<TKey, GcmDecryption>(ref message);

    [SkipLocalsInit]
    private static Vector128<byte> Process<TKey, TDirection>(ref GcmMessage message)
        where TKey : struct, IAesKeyLength
        where TDirection : struct, IGcmDirection
    {
        ulong* planes = stackalloc ulong[AesPortable.CutKeysLength];
        byte* stream = stackalloc byte[StreamLength];
        AesPortable.CutKeys(message.Material, message.Material, message.Material, message.Material, TKey.Rounds, planes);
        var hash = new GhashPortable(Power(message.Material), message.Hash);
        hash.Multiply();

        // The key stream begins with the block that hides the tag.
        GenerateStream(planes, TKey.Rounds, message.FirstCounter, 1, stream);
        Vector128<byte> hidesTag = Vector128.Load(stream);
        int used = BlockLength;
        byte* text = message.Text;
        uint number = 1 + AesPortable.BlocksAtOnce;
        for (int left = message.Left; left > 0; number += AesPortable.BlocksAtOnce)
        {
            int length = Math.Min(left, StreamLength - used);
            if (!TDirection.Encrypts)
            {
                hash.Add(text, length);
            }

            for (int index = 0; index < length; index++)
            {
                text[index] ^= stream[used + index];
            }

            if (TDirection.Encrypts)
            {
                hash.Add(text, length);
            }

            text += length;
            left -= length;
            used = 0;
            if (left > 0)
            {
                GenerateStream(planes, TKey.Rounds, message.FirstCounter, number, stream);
            }
        }

        hash.Add(message.Lengths);
        new Span<ulong>(planes, AesPortable.CutKeysLength).Clear();
        new Span<byte>(stream, StreamLength).Clear();
        return GcmBlock.Reflect(hash.Value.AsByte()).AsByte() ^ hidesTag;
    }

    /// <summary>Encrypts four counter blocks, the first with this number.</summary>
    private static void GenerateStream(ulong* planes, int rounds, Vector128<byte> firstCounter, uint number, byte* stream)
    {
        for (int block = 0; block < AesPortable.BlocksAtOnce; block++)
        {
            byte* counter = stream + (block * BlockLength);
            firstCounter.Store(counter);
            BinaryPrimitives.WriteUInt32BigEndian(
                new Span<byte>(counter + AesGcmKernel.NonceLength, sizeof(uint)), number + (uint)block);
        }

        AesPortable.EncryptFour(planes, rounds, stream);
    }

    private static Vector128<ulong> Power(byte* material) =>
        Vector128.Load((ulong*)(material + AesKeySchedule.MostRoundKeysLength));
}
