using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;

namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <summary>AES of ARMv8: eight blocks under way.</summary>
/// <remarks>
/// Checked by review only: no machine of the project has it, and emulation was used for AES-GCM alone, which is other code
/// (<see cref="Gcm.AesGcm128"/>).
/// AESE adds the round key first and then substitutes, so each call takes the key of the round before, and the last key is
/// added by hand. The two instructions of a round are written side by side, as processors that fuse them want it.
/// </remarks>
internal sealed unsafe partial class AesArmKernel : AesKernel
{
    private const int BlockLength = AesKeySchedule.BlockLength;

    /// <inheritdoc/>
    private protected override int LaneCount => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void EncryptLanes(byte** keys, byte** blocks, Vector128<byte>* chains, int rounds, nint count)
    {
        byte* k0 = keys[0], k1 = keys[1], k2 = keys[2], k3 = keys[3];
        byte* k4 = keys[4], k5 = keys[5], k6 = keys[6], k7 = keys[7];
        Vector128<byte> s0 = chains[0], s1 = chains[1], s2 = chains[2], s3 = chains[3];
        Vector128<byte> s4 = chains[4], s5 = chains[5], s6 = chains[6], s7 = chains[7];
        nint last = rounds * BlockLength;
        nint end = count * BlockLength;
        for (nint offset = 0; offset < end; offset += BlockLength)
        {
            s0 ^= Vector128.Load(blocks[0] + offset);
            s1 ^= Vector128.Load(blocks[1] + offset);
            s2 ^= Vector128.Load(blocks[2] + offset);
            s3 ^= Vector128.Load(blocks[3] + offset);
            s4 ^= Vector128.Load(blocks[4] + offset);
            s5 ^= Vector128.Load(blocks[5] + offset);
            s6 ^= Vector128.Load(blocks[6] + offset);
            s7 ^= Vector128.Load(blocks[7] + offset);
            for (nint key = 0; key < last - BlockLength; key += BlockLength)
            {
                s0 = ArmAes.MixColumns(ArmAes.Encrypt(s0, Vector128.Load(k0 + key)));
                s1 = ArmAes.MixColumns(ArmAes.Encrypt(s1, Vector128.Load(k1 + key)));
                s2 = ArmAes.MixColumns(ArmAes.Encrypt(s2, Vector128.Load(k2 + key)));
                s3 = ArmAes.MixColumns(ArmAes.Encrypt(s3, Vector128.Load(k3 + key)));
                s4 = ArmAes.MixColumns(ArmAes.Encrypt(s4, Vector128.Load(k4 + key)));
                s5 = ArmAes.MixColumns(ArmAes.Encrypt(s5, Vector128.Load(k5 + key)));
                s6 = ArmAes.MixColumns(ArmAes.Encrypt(s6, Vector128.Load(k6 + key)));
                s7 = ArmAes.MixColumns(ArmAes.Encrypt(s7, Vector128.Load(k7 + key)));
            }

            s0 = ArmAes.Encrypt(s0, Vector128.Load(k0 + last - BlockLength)) ^ Vector128.Load(k0 + last);
            s1 = ArmAes.Encrypt(s1, Vector128.Load(k1 + last - BlockLength)) ^ Vector128.Load(k1 + last);
            s2 = ArmAes.Encrypt(s2, Vector128.Load(k2 + last - BlockLength)) ^ Vector128.Load(k2 + last);
            s3 = ArmAes.Encrypt(s3, Vector128.Load(k3 + last - BlockLength)) ^ Vector128.Load(k3 + last);
            s4 = ArmAes.Encrypt(s4, Vector128.Load(k4 + last - BlockLength)) ^ Vector128.Load(k4 + last);
            s5 = ArmAes.Encrypt(s5, Vector128.Load(k5 + last - BlockLength)) ^ Vector128.Load(k5 + last);
            s6 = ArmAes.Encrypt(s6, Vector128.Load(k6 + last - BlockLength)) ^ Vector128.Load(k6 + last);
            s7 = ArmAes.Encrypt(s7, Vector128.Load(k7 + last - BlockLength)) ^ Vector128.Load(k7 + last);

            s0.Store(blocks[0] + offset);
            s1.Store(blocks[1] + offset);
            s2.Store(blocks[2] + offset);
            s3.Store(blocks[3] + offset);
            s4.Store(blocks[4] + offset);
            s5.Store(blocks[5] + offset);
            s6.Store(blocks[6] + offset);
            s7.Store(blocks[7] + offset);
        }

        chains[0] = s0;
        chains[1] = s1;
        chains[2] = s2;
        chains[3] = s3;
        chains[4] = s4;
        chains[5] = s5;
        chains[6] = s6;
        chains[7] = s7;
    }

    /// <inheritdoc/>
    internal override void DecryptCbc(AesRun* runs, int count, int rounds)
    {
        for (AesRun* run = runs; run != runs + count; run++)
        {
            Decrypt(InverseOf(run->Keys, rounds), rounds, run->Start + BlockLength, run->Length);
        }
    }

    /// <summary>Decrypts one text behind its IV.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Decrypt(byte* keys, int rounds, byte* text, nint length)
    {
        nint last = rounds * BlockLength;
        byte* end = text + length;
        Vector128<byte> previous = Vector128.Load(text - BlockLength);
        for (; end - text >= 8 * BlockLength; text += 8 * BlockLength)
        {
            previous = DecryptEight(keys, last, text, previous);
        }

        for (; text != end; text += BlockLength)
        {
            Vector128<byte> block = Vector128.Load(text);
            Vector128<byte> state = block;
            for (nint key = 0; key < last - BlockLength; key += BlockLength)
            {
                state = ArmAes.InverseMixColumns(ArmAes.Decrypt(state, Vector128.Load(keys + key)));
            }

            state = ArmAes.Decrypt(state, Vector128.Load(keys + last - BlockLength)) ^ Vector128.Load(keys + last);
            (state ^ previous).Store(text);
            previous = block;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> DecryptEight(byte* keys, nint last, byte* text, Vector128<byte> previous)
    {
        Vector128<byte> s0 = Vector128.Load(text);
        Vector128<byte> s1 = Vector128.Load(text + BlockLength);
        Vector128<byte> s2 = Vector128.Load(text + (2 * BlockLength));
        Vector128<byte> s3 = Vector128.Load(text + (3 * BlockLength));
        Vector128<byte> s4 = Vector128.Load(text + (4 * BlockLength));
        Vector128<byte> s5 = Vector128.Load(text + (5 * BlockLength));
        Vector128<byte> s6 = Vector128.Load(text + (6 * BlockLength));
        Vector128<byte> s7 = Vector128.Load(text + (7 * BlockLength));
        for (nint key = 0; key < last - BlockLength; key += BlockLength)
        {
            Vector128<byte> k = Vector128.Load(keys + key);
            s0 = ArmAes.InverseMixColumns(ArmAes.Decrypt(s0, k));
            s1 = ArmAes.InverseMixColumns(ArmAes.Decrypt(s1, k));
            s2 = ArmAes.InverseMixColumns(ArmAes.Decrypt(s2, k));
            s3 = ArmAes.InverseMixColumns(ArmAes.Decrypt(s3, k));
            s4 = ArmAes.InverseMixColumns(ArmAes.Decrypt(s4, k));
            s5 = ArmAes.InverseMixColumns(ArmAes.Decrypt(s5, k));
            s6 = ArmAes.InverseMixColumns(ArmAes.Decrypt(s6, k));
            s7 = ArmAes.InverseMixColumns(ArmAes.Decrypt(s7, k));
        }

        Vector128<byte> before = Vector128.Load(keys + last - BlockLength), after = Vector128.Load(keys + last);
        s0 = ArmAes.Decrypt(s0, before) ^ after ^ previous;
        s1 = ArmAes.Decrypt(s1, before) ^ after ^ Vector128.Load(text);
        s2 = ArmAes.Decrypt(s2, before) ^ after ^ Vector128.Load(text + BlockLength);
        s3 = ArmAes.Decrypt(s3, before) ^ after ^ Vector128.Load(text + (2 * BlockLength));
        s4 = ArmAes.Decrypt(s4, before) ^ after ^ Vector128.Load(text + (3 * BlockLength));
        s5 = ArmAes.Decrypt(s5, before) ^ after ^ Vector128.Load(text + (4 * BlockLength));
        s6 = ArmAes.Decrypt(s6, before) ^ after ^ Vector128.Load(text + (5 * BlockLength));
        s7 = ArmAes.Decrypt(s7, before) ^ after ^ Vector128.Load(text + (6 * BlockLength));
        previous = Vector128.Load(text + (7 * BlockLength));
        s0.Store(text);
        s1.Store(text + BlockLength);
        s2.Store(text + (2 * BlockLength));
        s3.Store(text + (3 * BlockLength));
        s4.Store(text + (4 * BlockLength));
        s5.Store(text + (5 * BlockLength));
        s6.Store(text + (6 * BlockLength));
        s7.Store(text + (7 * BlockLength));
        return previous;
    }
}
