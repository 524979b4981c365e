using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>Plain C#, one block after the other: it defines the right answer.</summary>
internal sealed unsafe class ChaCha20Poly1305Portable : ChaCha20Poly1305Kernel
{
    private const int BlockLength = 64;
    private const int Words = BlockLength / sizeof(uint);
    private const int DoubleRounds = 10;

    /// <inheritdoc/>
    [SkipLocalsInit]
    protected override void Combine(Stretch* stretches, int count)
    {
        uint* initial = stackalloc uint[Words];
        uint* block = stackalloc uint[Words];
        for (int index = 0; index < count; index++)
        {
            Stretch stretch = stretches[index];
            ReadState(stretch, initial);
            for (int offset = 0; offset < stretch.Length; offset += BlockLength)
            {
                WriteBlock(initial, block);
                Combine((byte*)block, stretch.Text + offset, Math.Min(stretch.Length - offset, BlockLength));
                initial[12]++;
            }
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(initial, BlockLength));
        CryptographicOperations.ZeroMemory(new Span<byte>(block, BlockLength));
    }

    /// <inheritdoc/>
    protected override void Absorb(ref Poly1305 mac, byte* blocks, int count) => mac.Absorb(blocks, count);

    private static void Combine(byte* block, byte* text, int length)
    {
        int done = 0;
        for (; length - done >= sizeof(ulong); done += sizeof(ulong))
        {
            ulong word = Unsafe.ReadUnaligned<ulong>(text + done) ^ Unsafe.ReadUnaligned<ulong>(block + done);
            Unsafe.WriteUnaligned(text + done, word);
        }

        for (; done < length; done++)
        {
            text[done] ^= block[done];
        }
    }

    /// <summary>The initial state of RFC 8439 §2.3: what the key has of it, counter and IV.</summary>
    private static void ReadState(Stretch stretch, uint* initial)
    {
        for (int word = 0; word < Words; word++)
        {
            initial[word] = LittleEndian(Unsafe.ReadUnaligned<uint>(stretch.State + (word * sizeof(uint))));
        }

        initial[12] = stretch.Counter;
        initial[14] = (uint)stretch.Iv;
        initial[15] = (uint)(stretch.Iv >> 32);
    }

    /// <summary>The block function of RFC 8439 §2.3; its words are stored in little-endian order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteBlock(uint* initial, uint* block)
    {
        uint x0 = initial[0];
        uint x1 = initial[1];
        uint x2 = initial[2];
        uint x3 = initial[3];
        uint x4 = initial[4];
        uint x5 = initial[5];
        uint x6 = initial[6];
        uint x7 = initial[7];
        uint x8 = initial[8];
        uint x9 = initial[9];
        uint x10 = initial[10];
        uint x11 = initial[11];
        uint x12 = initial[12];
        uint x13 = initial[13];
        uint x14 = initial[14];
        uint x15 = initial[15];
        for (int round = 0; round < DoubleRounds; round++)
        {
            QuarterRound(ref x0, ref x4, ref x8, ref x12);
            QuarterRound(ref x1, ref x5, ref x9, ref x13);
            QuarterRound(ref x2, ref x6, ref x10, ref x14);
            QuarterRound(ref x3, ref x7, ref x11, ref x15);
            QuarterRound(ref x0, ref x5, ref x10, ref x15);
            QuarterRound(ref x1, ref x6, ref x11, ref x12);
            QuarterRound(ref x2, ref x7, ref x8, ref x13);
            QuarterRound(ref x3, ref x4, ref x9, ref x14);
        }

        block[0] = LittleEndian(x0 + initial[0]);
        block[1] = LittleEndian(x1 + initial[1]);
        block[2] = LittleEndian(x2 + initial[2]);
        block[3] = LittleEndian(x3 + initial[3]);
        block[4] = LittleEndian(x4 + initial[4]);
        block[5] = LittleEndian(x5 + initial[5]);
        block[6] = LittleEndian(x6 + initial[6]);
        block[7] = LittleEndian(x7 + initial[7]);
        block[8] = LittleEndian(x8 + initial[8]);
        block[9] = LittleEndian(x9 + initial[9]);
        block[10] = LittleEndian(x10 + initial[10]);
        block[11] = LittleEndian(x11 + initial[11]);
        block[12] = LittleEndian(x12 + initial[12]);
        block[13] = LittleEndian(x13 + initial[13]);
        block[14] = LittleEndian(x14 + initial[14]);
        block[15] = LittleEndian(x15 + initial[15]);
    }

    private static uint LittleEndian(uint word) => BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);

    /// <summary>RFC 8439 §2.1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuarterRound(ref uint a, ref uint b, ref uint c, ref uint d)
    {
        a += b;
        d = BitOperations.RotateLeft(d ^ a, 16);
        c += d;
        b = BitOperations.RotateLeft(b ^ c, 12);
        a += b;
        d = BitOperations.RotateLeft(d ^ a, 8);
        c += d;
        b = BitOperations.RotateLeft(b ^ c, 7);
    }
}
