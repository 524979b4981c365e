using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <summary>AES-NI: eight blocks under way, which is what hides the latency of a round (4 cycles, two rounds a cycle on Zen 4).</summary>
internal sealed unsafe partial class AesNiKernel : AesKernel
{
    private const int BlockLength = AesKeySchedule.BlockLength;

    /// <inheritdoc/>
    private protected override int LaneCount => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void EncryptLanes(byte** keys, byte** blocks, Vector128<byte>* chains, int rounds, nint count)
    {
        if (!new ReadOnlySpan<nint>(keys, LaneCount).ContainsAnyExcept((nint)keys[0]))
        {
            EncryptLanesUnderOneKey(keys[0], blocks, chains, rounds, count);
            return;
        }

        byte* k0 = keys[0], k1 = keys[1], k2 = keys[2], k3 = keys[3];
        byte* k4 = keys[4], k5 = keys[5], k6 = keys[6], k7 = keys[7];
        Vector128<byte> s0 = chains[0], s1 = chains[1], s2 = chains[2], s3 = chains[3];
        Vector128<byte> s4 = chains[4], s5 = chains[5], s6 = chains[6], s7 = chains[7];
        nint last = rounds * BlockLength;
        nint end = count * BlockLength;
        for (nint offset = 0; offset < end; offset += BlockLength)
        {
            s0 ^= Vector128.Load(blocks[0] + offset) ^ Vector128.Load(k0);
            s1 ^= Vector128.Load(blocks[1] + offset) ^ Vector128.Load(k1);
            s2 ^= Vector128.Load(blocks[2] + offset) ^ Vector128.Load(k2);
            s3 ^= Vector128.Load(blocks[3] + offset) ^ Vector128.Load(k3);
            s4 ^= Vector128.Load(blocks[4] + offset) ^ Vector128.Load(k4);
            s5 ^= Vector128.Load(blocks[5] + offset) ^ Vector128.Load(k5);
            s6 ^= Vector128.Load(blocks[6] + offset) ^ Vector128.Load(k6);
            s7 ^= Vector128.Load(blocks[7] + offset) ^ Vector128.Load(k7);
            for (nint key = BlockLength; key < last; key += BlockLength)
            {
                s0 = X86Aes.Encrypt(s0, Vector128.Load(k0 + key));
                s1 = X86Aes.Encrypt(s1, Vector128.Load(k1 + key));
                s2 = X86Aes.Encrypt(s2, Vector128.Load(k2 + key));
                s3 = X86Aes.Encrypt(s3, Vector128.Load(k3 + key));
                s4 = X86Aes.Encrypt(s4, Vector128.Load(k4 + key));
                s5 = X86Aes.Encrypt(s5, Vector128.Load(k5 + key));
                s6 = X86Aes.Encrypt(s6, Vector128.Load(k6 + key));
                s7 = X86Aes.Encrypt(s7, Vector128.Load(k7 + key));
            }

            s0 = X86Aes.EncryptLast(s0, Vector128.Load(k0 + last));
            s1 = X86Aes.EncryptLast(s1, Vector128.Load(k1 + last));
            s2 = X86Aes.EncryptLast(s2, Vector128.Load(k2 + last));
            s3 = X86Aes.EncryptLast(s3, Vector128.Load(k3 + last));
            s4 = X86Aes.EncryptLast(s4, Vector128.Load(k4 + last));
            s5 = X86Aes.EncryptLast(s5, Vector128.Load(k5 + last));
            s6 = X86Aes.EncryptLast(s6, Vector128.Load(k6 + last));
            s7 = X86Aes.EncryptLast(s7, Vector128.Load(k7 + last));

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
    /// <remarks>Eight blocks at a time, then four, then one: packets that follow overlap, so that the last few cost little.</remarks>
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

        if (end - text >= 4 * BlockLength)
        {
            previous = DecryptFour(keys, last, text, previous);
            text += 4 * BlockLength;
        }

        for (; text != end; text += BlockLength)
        {
            Vector128<byte> block = Vector128.Load(text);
            Vector128<byte> state = block ^ Vector128.Load(keys);
            for (nint key = BlockLength; key < last; key += BlockLength)
            {
                state = X86Aes.Decrypt(state, Vector128.Load(keys + key));
            }

            (X86Aes.DecryptLast(state, Vector128.Load(keys + last)) ^ previous).Store(text);
            previous = block;
        }
    }

    /// <summary>Decrypts eight blocks.</summary>
    /// <param name="keys">Round keys of the inverse cipher.</param>
    /// <param name="last">Distance of the last one, in bytes.</param>
    /// <param name="text">The blocks.</param>
    /// <param name="previous">The ciphertext block in front of them.</param>
    /// <returns>The last ciphertext block of them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> DecryptEight(byte* keys, nint last, byte* text, Vector128<byte> previous)
    {
        Vector128<byte> k = Vector128.Load(keys);
        Vector128<byte> s0 = Vector128.Load(text) ^ k;
        Vector128<byte> s1 = Vector128.Load(text + BlockLength) ^ k;
        Vector128<byte> s2 = Vector128.Load(text + (2 * BlockLength)) ^ k;
        Vector128<byte> s3 = Vector128.Load(text + (3 * BlockLength)) ^ k;
        Vector128<byte> s4 = Vector128.Load(text + (4 * BlockLength)) ^ k;
        Vector128<byte> s5 = Vector128.Load(text + (5 * BlockLength)) ^ k;
        Vector128<byte> s6 = Vector128.Load(text + (6 * BlockLength)) ^ k;
        Vector128<byte> s7 = Vector128.Load(text + (7 * BlockLength)) ^ k;
        for (nint key = BlockLength; key < last; key += BlockLength)
        {
            k = Vector128.Load(keys + key);
            s0 = X86Aes.Decrypt(s0, k);
            s1 = X86Aes.Decrypt(s1, k);
            s2 = X86Aes.Decrypt(s2, k);
            s3 = X86Aes.Decrypt(s3, k);
            s4 = X86Aes.Decrypt(s4, k);
            s5 = X86Aes.Decrypt(s5, k);
            s6 = X86Aes.Decrypt(s6, k);
            s7 = X86Aes.Decrypt(s7, k);
        }

        k = Vector128.Load(keys + last);
        s0 = X86Aes.DecryptLast(s0, k ^ previous);
        s1 = X86Aes.DecryptLast(s1, k ^ Vector128.Load(text));
        s2 = X86Aes.DecryptLast(s2, k ^ Vector128.Load(text + BlockLength));
        s3 = X86Aes.DecryptLast(s3, k ^ Vector128.Load(text + (2 * BlockLength)));
        s4 = X86Aes.DecryptLast(s4, k ^ Vector128.Load(text + (3 * BlockLength)));
        s5 = X86Aes.DecryptLast(s5, k ^ Vector128.Load(text + (4 * BlockLength)));
        s6 = X86Aes.DecryptLast(s6, k ^ Vector128.Load(text + (5 * BlockLength)));
        s7 = X86Aes.DecryptLast(s7, k ^ Vector128.Load(text + (6 * BlockLength)));
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

    /// <summary>Decrypts four blocks.</summary>
    /// <param name="keys">Round keys of the inverse cipher.</param>
    /// <param name="last">Distance of the last one, in bytes.</param>
    /// <param name="text">The blocks.</param>
    /// <param name="previous">The ciphertext block in front of them.</param>
    /// <returns>The last ciphertext block of them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> DecryptFour(byte* keys, nint last, byte* text, Vector128<byte> previous)
    {
        Vector128<byte> k = Vector128.Load(keys);
        Vector128<byte> s0 = Vector128.Load(text) ^ k;
        Vector128<byte> s1 = Vector128.Load(text + BlockLength) ^ k;
        Vector128<byte> s2 = Vector128.Load(text + (2 * BlockLength)) ^ k;
        Vector128<byte> s3 = Vector128.Load(text + (3 * BlockLength)) ^ k;
        for (nint key = BlockLength; key < last; key += BlockLength)
        {
            k = Vector128.Load(keys + key);
            s0 = X86Aes.Decrypt(s0, k);
            s1 = X86Aes.Decrypt(s1, k);
            s2 = X86Aes.Decrypt(s2, k);
            s3 = X86Aes.Decrypt(s3, k);
        }

        k = Vector128.Load(keys + last);
        s0 = X86Aes.DecryptLast(s0, k ^ previous);
        s1 = X86Aes.DecryptLast(s1, k ^ Vector128.Load(text));
        s2 = X86Aes.DecryptLast(s2, k ^ Vector128.Load(text + BlockLength));
        s3 = X86Aes.DecryptLast(s3, k ^ Vector128.Load(text + (2 * BlockLength)));
        previous = Vector128.Load(text + (3 * BlockLength));
        s0.Store(text);
        s1.Store(text + BlockLength);
        s2.Store(text + (2 * BlockLength));
        s3.Store(text + (3 * BlockLength));
        return previous;
    }
}
