using Pipeline.Crypto.Kernels.Gcm.Rounds;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Pipeline.Crypto.Kernels.AesBlocks;
using Pipeline.Crypto.Kernels.Gcm.Hash;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>AES-NI at 128 bits, and GHASH at 512 bits by VPCLMULQDQ.</summary>
/// <remarks>
/// A text is taken in chunks of 16 blocks (AesGcmAvx512.Chunk.cs); this file has the way through a text and its tail.
/// An expanded key:
/// <code>
/// 0     round keys, 11 to 15 of 16 bytes
/// 256   H^18, H^17, ... H^1, so that four blocks in a row find their powers in a row
/// 544   32 bytes that a load behind H^1 may read; what they are multiplied with is zero
/// </code>
/// </remarks>
internal readonly unsafe partial struct AesGcmAvx512 : IAesGcmCore
{
    private const int BlockLength = AesGcmKernel.BlockLength;
    private const int ChunkBlocks = 16;
    private const int ChunkLength = ChunkBlocks * BlockLength;
    private const int HalfLength = ChunkLength / 2;
    private const int PowersOffset = 256;
    private const int HighestPower = 18;
    private const int Slack = 32;

    /// <inheritdoc/>
    public static string Name => "avx512";

    /// <inheritdoc/>
    public static int MaterialLength => PowersOffset + (HighestPower * BlockLength) + Slack;

    /// <inheritdoc/>
    public static int PowersOffsetFor(int textLength)
    {
        // In front of the text lies a block of associated data, behind it one of lengths.
        int highest = Math.Min((textLength / BlockLength) + 3, HighestPower);
        return PowersOffset + ((HighestPower - highest) * BlockLength);
    }

    /// <inheritdoc/>
    public static void ExpandKey(ReadOnlySpan<byte> key, byte* material)
    {
        AesKeySchedule.Expand(key, new Span<byte>(material, PowersOffset));
        Vector128<ulong> first = GcmBlock.FirstPower(
            AesOne.Encrypt(Vector128<byte>.Zero, material, AesKeySchedule.Rounds(key.Length)));
        Vector128<ulong> power = first;
        for (int exponent = 1; exponent <= HighestPower; exponent++)
        {
            power.AsByte().Store(Power(material, exponent));
            power = Ghash128.Multiply(power, first);
        }
    }

    /// <inheritdoc/>
    public static Vector128<ulong> Absorb(byte* material, Vector128<ulong> hash, byte* data, int length)
    {
        hash = Ghash128.Multiply(hash, OnePower(Power(material, 1)));
        for (; length > ChunkLength; length -= ChunkLength, data += ChunkLength)
        {
            hash = HashChunk(material, data, hash);
        }

        for (; length > 4 * BlockLength; length -= 4 * BlockLength, data += 4 * BlockLength)
        {
            Vector512<ulong> blocks = Ghash512.Reflect(Vector512.Load(data)) ^ Ghash512.Widen(hash);
            hash = new Ghash512(blocks, Powers(Power(material, 4))).Reduce();
        }

        for (; length > BlockLength; length -= BlockLength, data += BlockLength)
        {
            hash = Ghash128.Multiply(hash ^ GcmBlock.Reflect(Vector128.Load(data)), OnePower(Power(material, 1)));
        }

        return hash ^ GcmBlock.Reflect(LoadFirst(data, length).GetLower().GetLower());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Encrypt<TKey>(ref GcmMessage message)
        where TKey : struct, IAesKeyLength => Process<TKey, GcmEncryption>(ref message);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Decrypt<TKey>(ref GcmMessage message)
        where TKey : struct, IAesKeyLength => Process<TKey, GcmDecryption>(ref message);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Process<TKey, TDirection>(ref GcmMessage message)
        where TKey : struct, IAesKeyLength
        where TDirection : struct, IGcmDirection
    {
        // The rows are handed down, because the JIT would write their constant address out at every use.
        byte* rows = GcmCounter.Rows;
        if (message.Left >= ChunkLength)
        {
            Chunks<TKey, TDirection>(ref message, rows);
        }

        return Tail<TKey, TDirection>(ref message, rows);
    }

    /// <summary>Where the powers lie that begin with this one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Power(byte* material, int exponent) =>
        material + PowersOffset + ((HighestPower - exponent) * BlockLength);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Powers(byte* first) => Vector512.Load((ulong*)first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> OnePower(byte* power) => Vector128.Load((ulong*)power);
}
