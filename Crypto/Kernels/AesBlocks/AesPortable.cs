using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <summary>AES of four blocks at once in plain C# (FIPS 197), in constant time: it defines what every other kernel must compute.</summary>
/// <remarks>
/// The four blocks may stand under four keys, as long as these have one length. Keys are cut into planes once for a run of
/// blocks: <see cref="CutKeys"/>.
/// </remarks>
internal static unsafe class AesPortable
{
    /// <summary>Blocks that one call works on.</summary>
    internal const int BlocksAtOnce = 4;

    /// <summary>Words that <see cref="CutKeys"/> writes for the longest key.</summary>
    internal const int CutKeysLength = PlanesPerRound * (AesKeySchedule.MostRounds + 1);

    private const int PlanesPerRound = 8;
    private const int BlockLength = AesKeySchedule.BlockLength;

    /// <summary>Cuts the round keys for four blocks into planes.</summary>
    /// <param name="first">Round keys of the first block, as <see cref="AesKeySchedule"/> writes them.</param>
    /// <param name="second">Those of the second block; may be the same.</param>
    /// <param name="third">Those of the third block.</param>
    /// <param name="fourth">Those of the fourth block.</param>
    /// <param name="rounds">10, 12 or 14.</param>
    /// <param name="planes">Takes 8 words for each round key; the caller erases them.</param>
    internal static void CutKeys(byte* first, byte* second, byte* third, byte* fourth, int rounds, ulong* planes)
    {
        for (int round = 0; round <= rounds; round++)
        {
            int offset = round * BlockLength;
            AesSlices.Load(first + offset, second + offset, third + offset, fourth + offset).Save(planes + (round * PlanesPerRound));
        }
    }

    /// <summary>Encrypts four blocks (FIPS 197 §5.1).</summary>
    /// <param name="planes">Of <see cref="CutKeys"/>.</param>
    /// <param name="rounds">10, 12 or 14.</param>
    /// <param name="blocks">64 bytes, in place.</param>
    internal static void EncryptFour(ulong* planes, int rounds, byte* blocks)
    {
        var state = AesSlices.Load(blocks, blocks + BlockLength, blocks + (2 * BlockLength), blocks + (3 * BlockLength));
        state.Add(planes);
        for (int round = 1; round < rounds; round++)
        {
            state.SubBytes();
            state.ShiftRows();
            state.MixColumns();
            state.Add(planes + (round * PlanesPerRound));
        }

        state.SubBytes();
        state.ShiftRows();
        state.Add(planes + (rounds * PlanesPerRound));
        state.Store(blocks, blocks + BlockLength, blocks + (2 * BlockLength), blocks + (3 * BlockLength));
    }

    /// <summary>Decrypts four blocks (FIPS 197 §5.3).</summary>
    /// <param name="planes">Of <see cref="CutKeys"/>, from the keys for encryption.</param>
    /// <param name="rounds">10, 12 or 14.</param>
    /// <param name="blocks">64 bytes, in place.</param>
    internal static void DecryptFour(ulong* planes, int rounds, byte* blocks)
    {
        var state = AesSlices.Load(blocks, blocks + BlockLength, blocks + (2 * BlockLength), blocks + (3 * BlockLength));
        state.Add(planes + (rounds * PlanesPerRound));
        for (int round = rounds - 1; round > 0; round--)
        {
            state.InverseShiftRows();
            state.InverseSubBytes();
            state.Add(planes + (round * PlanesPerRound));
            state.InverseMixColumns();
        }

        state.InverseShiftRows();
        state.InverseSubBytes();
        state.Add(planes);
        state.Store(blocks, blocks + BlockLength, blocks + (2 * BlockLength), blocks + (3 * BlockLength));
    }

    /// <summary>Encrypts any number of blocks under one key.</summary>
    /// <param name="roundKeys">As <see cref="AesKeySchedule"/> writes them.</param>
    /// <param name="rounds">10, 12 or 14.</param>
    /// <param name="blocks">In place; a multiple of 16 bytes.</param>
    [SkipLocalsInit]
    internal static void Encrypt(byte* roundKeys, int rounds, Span<byte> blocks)
    {
        Debug.Assert(blocks.Length % BlockLength == 0, "Whole blocks only.");
        ulong* planes = stackalloc ulong[CutKeysLength];
        CutKeys(roundKeys, roundKeys, roundKeys, roundKeys, rounds, planes);
        byte* four = stackalloc byte[BlocksAtOnce * BlockLength];
        var work = new Span<byte>(four, BlocksAtOnce * BlockLength);
        while (!blocks.IsEmpty)
        {
            int length = Math.Min(blocks.Length, work.Length);
            blocks[..length].CopyTo(work);
            EncryptFour(planes, rounds, four);
            work[..length].CopyTo(blocks);
            blocks = blocks[length..];
        }

        new Span<ulong>(planes, CutKeysLength).Clear();
    }
}
