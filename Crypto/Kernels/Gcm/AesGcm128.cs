using Pipeline.Crypto.Kernels.Gcm.Rounds;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Pipeline.Crypto.Kernels.AesBlocks;
using Pipeline.Crypto.Kernels.Gcm.Hash;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>AES and GHASH one block an instruction: AES-NI and PCLMULQDQ of x86, AES and PMULL of Arm.</summary>
/// <remarks>
/// A text is taken in chunks of 8 blocks; GHASH of one chunk stands between the rounds of the next, and its eight products
/// are reduced together. Both processors run this same source; which instructions are meant is settled when it is
/// compiled. On Arm it was run under emulation only (QEMU), against <see cref="AesGcmPortable"/>: the answers were right, the speed is
/// not known; what came after that (GMAC by parts) ran on x86 only. An expanded key:
/// <code>
/// 0     round keys, 11 to 15 of 16 bytes
/// 256   H^9, H^8, ... H^1: a whole tail and the lengths behind it
/// </code>
/// </remarks>
internal readonly unsafe partial struct AesGcm128 : IAesGcmCore
{
    private const int BlockLength = AesGcmKernel.BlockLength;
    private const int ChunkBlocks = 8;
    private const int ChunkLength = ChunkBlocks * BlockLength;
    private const int PowersOffset = 256;
    private const int HighestPower = ChunkBlocks + 1;

    /// <inheritdoc/>
    public static string Name => X86Aes.IsSupported ? "avx2" : "arm64";

    /// <inheritdoc/>
    public static int MaterialLength => PowersOffset + (HighestPower * BlockLength);

    /// <inheritdoc/>
    public static int PowersOffsetFor(int textLength) => PowersOffset;

    /// <inheritdoc/>
    public static void ExpandKey(ReadOnlySpan<byte> key, byte* material)
    {
        AesKeySchedule.Expand(key, new Span<byte>(material, PowersOffset));
        Vector128<ulong> first = GcmBlock.FirstPower(
            AesOne.Encrypt(Vector128<byte>.Zero, material, AesKeySchedule.Rounds(key.Length)));
        Vector128<ulong> power = first;
        for (int exponent = 1; exponent <= HighestPower; exponent++)
        {
            power.AsByte().Store(PowerAddress(material, exponent));
            power = Ghash128.Multiply(power, first);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static Vector128<ulong> Absorb(byte* material, Vector128<ulong> hash, byte* data, int length)
    {
        hash = Ghash128.Multiply(hash, Power(material, 1));
        for (; length > ChunkLength; length -= ChunkLength, data += ChunkLength)
        {
            var sum = new Ghash128(Load(data) ^ hash, Power(material, ChunkBlocks));
            for (int block = 1; block < ChunkBlocks; block++)
            {
                sum.Add(Load(data + (block * BlockLength)), Power(material, ChunkBlocks - block));
            }

            hash = sum.Reduce();
        }

        for (; length > BlockLength; length -= BlockLength, data += BlockLength)
        {
            hash = Ghash128.Multiply(hash ^ Load(data), Power(material, 1));
        }

        return hash ^ GcmBlock.Reflect(GcmBlock.LoadFirst(data, length));
    }

    /// <inheritdoc/>
    public static Vector128<byte> Encrypt<TKey>(ref GcmMessage message)
        where TKey : struct, IAesKeyLength => Process<TKey, GcmEncryption>(ref message);

    /// <inheritdoc/>
    public static Vector128<byte> Decrypt<TKey>(ref GcmMessage message)
        where TKey : struct, IAesKeyLength => Process<TKey, GcmDecryption>(ref message);

    private static Vector128<byte> Process<TKey, TDirection>(ref GcmMessage message)
        where TKey : struct, IAesKeyLength
        where TDirection : struct, IGcmDirection
    {
        message.Hash = Ghash128.Multiply(message.Hash, Power(message.Material, 1));
        if (message.Left >= ChunkLength)
        {
            Chunks<TKey, TDirection>(ref message, GcmCounter.Rows);
        }

        return Tail<TKey, TDirection>(ref message, GcmCounter.Rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(byte* block) => GcmBlock.Reflect(Vector128.Load(block));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Power(byte* material, int exponent) =>
        Vector128.Load((ulong*)PowerAddress(material, exponent));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* PowerAddress(byte* material, int exponent) =>
        material + PowersOffset + ((HighestPower - exponent) * BlockLength);
}
