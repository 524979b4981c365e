using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <content>CBC encryption of packets of one SA.</content>
internal sealed unsafe partial class AesNiKernel
{
    /// <summary>As <see cref="EncryptLanes"/>, with the same key in all lanes.</summary>
    /// <remarks>
    /// Lanes with keys of their own read a round key for each AES instruction, and two reads a cycle is what bounds them: 7 cycles
    /// a block on Zen 4. One key for eight blocks leaves the AES units as the bound.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EncryptLanesUnderOneKey(byte* keys, byte** blocks, Vector128<byte>* chains, int rounds, nint count)
    {
        byte* b0 = blocks[0], b1 = blocks[1], b2 = blocks[2], b3 = blocks[3];
        byte* b4 = blocks[4], b5 = blocks[5], b6 = blocks[6], b7 = blocks[7];
        Vector128<byte> s0 = chains[0], s1 = chains[1], s2 = chains[2], s3 = chains[3];
        Vector128<byte> s4 = chains[4], s5 = chains[5], s6 = chains[6], s7 = chains[7];
        nint last = rounds * BlockLength;
        nint end = count * BlockLength;
        for (nint offset = 0; offset < end; offset += BlockLength)
        {
            Vector128<byte> k = Vector128.Load(keys);
            s0 ^= Vector128.Load(b0 + offset) ^ k;
            s1 ^= Vector128.Load(b1 + offset) ^ k;
            s2 ^= Vector128.Load(b2 + offset) ^ k;
            s3 ^= Vector128.Load(b3 + offset) ^ k;
            s4 ^= Vector128.Load(b4 + offset) ^ k;
            s5 ^= Vector128.Load(b5 + offset) ^ k;
            s6 ^= Vector128.Load(b6 + offset) ^ k;
            s7 ^= Vector128.Load(b7 + offset) ^ k;
            for (nint key = BlockLength; key < last; key += BlockLength)
            {
                k = Vector128.Load(keys + key);
                s0 = X86Aes.Encrypt(s0, k);
                s1 = X86Aes.Encrypt(s1, k);
                s2 = X86Aes.Encrypt(s2, k);
                s3 = X86Aes.Encrypt(s3, k);
                s4 = X86Aes.Encrypt(s4, k);
                s5 = X86Aes.Encrypt(s5, k);
                s6 = X86Aes.Encrypt(s6, k);
                s7 = X86Aes.Encrypt(s7, k);
            }

            k = Vector128.Load(keys + last);
            s0 = X86Aes.EncryptLast(s0, k);
            s1 = X86Aes.EncryptLast(s1, k);
            s2 = X86Aes.EncryptLast(s2, k);
            s3 = X86Aes.EncryptLast(s3, k);
            s4 = X86Aes.EncryptLast(s4, k);
            s5 = X86Aes.EncryptLast(s5, k);
            s6 = X86Aes.EncryptLast(s6, k);
            s7 = X86Aes.EncryptLast(s7, k);

            s0.Store(b0 + offset);
            s1.Store(b1 + offset);
            s2.Store(b2 + offset);
            s3.Store(b3 + offset);
            s4.Store(b4 + offset);
            s5.Store(b5 + offset);
            s6.Store(b6 + offset);
            s7.Store(b7 + offset);
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
}
