using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

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
        Span<uint> initial = stackalloc uint[Words];
        Span<byte> stream = stackalloc byte[BlockLength];
        for (int index = 0; index < count; index++)
        {
            Stretch stretch = stretches[index];
            ReadState(stretch, initial);
            var text = new Span<byte>(stretch.Text, stretch.Length);
            while (!text.IsEmpty)
            {
                WriteBlock(initial, stream);
                int length = Math.Min(text.Length, BlockLength);
                for (int position = 0; position < length; position++)
                {
                    text[position] ^= stream[position];
                }

                text = text[length..];
                initial[12]++;
            }
        }
    }

    /// <inheritdoc/>
    protected override void Absorb(ref Poly1305 mac, byte* blocks, int count) => mac.Absorb(blocks, count);

    /// <summary>The initial state of RFC 8439 §2.3: what the key has of it, counter and IV.</summary>
    private static void ReadState(Stretch stretch, Span<uint> initial)
    {
        var state = new ReadOnlySpan<byte>(stretch.State, BlockLength);
        for (int word = 0; word < Words; word++)
        {
            initial[word] = BinaryPrimitives.ReadUInt32LittleEndian(state[(word * sizeof(uint))..]);
        }

        initial[12] = stretch.Counter;
        initial[14] = (uint)stretch.Iv;
        initial[15] = (uint)(stretch.Iv >> 32);
    }

    /// <summary>The block function of RFC 8439 §2.3.</summary>
    private static void WriteBlock(ReadOnlySpan<uint> initial, Span<byte> stream)
    {
        Span<uint> x = stackalloc uint[Words];
        initial.CopyTo(x);
        for (int round = 0; round < DoubleRounds; round++)
        {
            QuarterRound(ref x[0], ref x[4], ref x[8], ref x[12]);
            QuarterRound(ref x[1], ref x[5], ref x[9], ref x[13]);
            QuarterRound(ref x[2], ref x[6], ref x[10], ref x[14]);
            QuarterRound(ref x[3], ref x[7], ref x[11], ref x[15]);
            QuarterRound(ref x[0], ref x[5], ref x[10], ref x[15]);
            QuarterRound(ref x[1], ref x[6], ref x[11], ref x[12]);
            QuarterRound(ref x[2], ref x[7], ref x[8], ref x[13]);
            QuarterRound(ref x[3], ref x[4], ref x[9], ref x[14]);
        }

        for (int word = 0; word < Words; word++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(stream[(word * sizeof(uint))..], x[word] + initial[word]);
        }
    }

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
