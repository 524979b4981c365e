using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <summary>AES in CBC and counter mode on one instruction set, of the packets of a batch.</summary>
/// <remarks>
/// CBC encryption is a chain, so one packet cannot fill a processor that has several AES rounds under way: packets are
/// encrypted side by side, a lane each. The other way, and counter mode, work on several blocks of one packet.
/// </remarks>
internal abstract unsafe class AesKernel
{
    /// <summary>Lanes there are, at most.</summary>
    internal const int MostLanes = 8;

    private const int BlockLength = AesKeySchedule.BlockLength;

    /// <summary>Packets that are encrypted side by side: at most <see cref="MostLanes"/>.</summary>
    private protected abstract int LaneCount { get; }

    /// <summary>Bytes that <see cref="Expand"/> writes for a key of this length.</summary>
    internal static int KeysLength(int keyLength) => 2 * AesKeySchedule.RoundKeysLength(keyLength);

    /// <summary>Expands a key for both directions: the round keys, then those of the equivalent inverse cipher.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="keys">Takes <see cref="KeysLength"/> bytes.</param>
    internal static void Expand(ReadOnlySpan<byte> key, Span<byte> keys)
    {
        int length = AesKeySchedule.RoundKeysLength(key.Length);
        AesKeySchedule.Expand(key, keys[..length]);
        AesKeySchedule.Invert(keys[..length], keys[length..]);
    }

    /// <summary>Encrypts in CBC mode with a zero IV, in place.</summary>
    /// <param name="runs">Whole blocks, at least one each; longest first, so that the lanes end together. Used up.</param>
    /// <param name="count">Runs there are; none is fine.</param>
    /// <param name="rounds">10, 12 or 14, for all of them.</param>
    [SkipLocalsInit]
    internal void EncryptCbc(AesRun* runs, int count, int rounds)
    {
        var chains = stackalloc Vector128<byte>[MostLanes];
        byte** keys = stackalloc byte*[MostLanes];
        byte** blocks = stackalloc byte*[MostLanes];
        nint* left = stackalloc nint[MostLanes];
        var lanes = new CbcLanes(keys, blocks, chains, left, LaneCount, runs, count);
        for (nint step = lanes.Begin(); step != 0; step = lanes.Advance(step))
        {
            EncryptLanes(keys, blocks, chains, rounds, step);
        }
    }

    /// <summary>Decrypts in CBC mode, in place.</summary>
    /// <param name="runs">Each starts with the IV, which stays; its length is that of the text behind it, whole blocks.</param>
    /// <param name="count">Runs there are; none is fine.</param>
    /// <param name="rounds">10, 12 or 14, for all of them.</param>
    internal abstract void DecryptCbc(AesRun* runs, int count, int rounds);

    /// <summary>Encrypts or decrypts in counter mode, in place.</summary>
    /// <param name="runs">Any lengths.</param>
    /// <param name="count">Runs there are; none is fine.</param>
    /// <param name="rounds">10, 12 or 14, for all of them.</param>
    internal abstract void ApplyCounter(AesRun* runs, int count, int rounds);

    /// <summary>Goes on encrypting in every lane. Lanes may be equal: all blocks are read before any is written.</summary>
    /// <param name="keys">Round keys of each lane.</param>
    /// <param name="blocks">The next block of each lane.</param>
    /// <param name="chains">The last ciphertext block of each lane; brought up to date.</param>
    /// <param name="rounds">10, 12 or 14.</param>
    /// <param name="count">Blocks to encrypt in every lane.</param>
    private protected abstract void EncryptLanes(byte** keys, byte** blocks, Vector128<byte>* chains, int rounds, nint count);

    /// <summary>The inverse schedule behind a schedule.</summary>
    private protected static byte* InverseOf(byte* keys, int rounds) => keys + ((rounds + 1) * BlockLength);
}
