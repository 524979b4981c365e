using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <content>Counter mode.</content>
internal sealed unsafe partial class AesNiKernel
{
    /// <inheritdoc/>
    internal override void ApplyCounter(AesRun* runs, int count, int rounds)
    {
        for (AesRun* run = runs; run != runs + count; run++)
        {
            ApplyCounter(run->Keys, rounds, run->Counter, run->Start, run->Length);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyCounter(byte* keys, int rounds, in CounterBlock first, byte* text, nint length)
    {
        nint last = rounds * BlockLength;
        byte* end = text + length;
        uint number = first.Counter;
        Vector128<byte> block = first.WithoutCounter;
        for (; end - text >= 8 * BlockLength; text += 8 * BlockLength, number += 8)
        {
            ApplyEight(keys, last, block, number, text);
        }

        for (; end - text >= BlockLength; text += BlockLength, number++)
        {
            (EncryptOne(keys, last, CounterBlock.WithCounter(block, number)) ^ Vector128.Load(text)).Store(text);
        }

        if (text != end)
        {
            // Through the stack, so that not a byte beyond the text is read or written.
            Vector128<byte> tail = default;
            Unsafe.CopyBlockUnaligned(&tail, text, (uint)(end - text));
            tail ^= EncryptOne(keys, last, CounterBlock.WithCounter(block, number));
            Unsafe.CopyBlockUnaligned(text, &tail, (uint)(end - text));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> EncryptOne(byte* keys, nint last, Vector128<byte> state)
    {
        state ^= Vector128.Load(keys);
        for (nint key = BlockLength; key < last; key += BlockLength)
        {
            state = X86Aes.Encrypt(state, Vector128.Load(keys + key));
        }

        return X86Aes.EncryptLast(state, Vector128.Load(keys + last));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ApplyEight(byte* keys, nint last, Vector128<byte> block, uint number, byte* text)
    {
        Vector128<byte> k = Vector128.Load(keys);
        Vector128<byte> s0 = CounterBlock.WithCounter(block, number) ^ k;
        Vector128<byte> s1 = CounterBlock.WithCounter(block, number + 1) ^ k;
        Vector128<byte> s2 = CounterBlock.WithCounter(block, number + 2) ^ k;
        Vector128<byte> s3 = CounterBlock.WithCounter(block, number + 3) ^ k;
        Vector128<byte> s4 = CounterBlock.WithCounter(block, number + 4) ^ k;
        Vector128<byte> s5 = CounterBlock.WithCounter(block, number + 5) ^ k;
        Vector128<byte> s6 = CounterBlock.WithCounter(block, number + 6) ^ k;
        Vector128<byte> s7 = CounterBlock.WithCounter(block, number + 7) ^ k;
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
        X86Aes.EncryptLast(s0, k ^ Vector128.Load(text)).Store(text);
        X86Aes.EncryptLast(s1, k ^ Vector128.Load(text + BlockLength)).Store(text + BlockLength);
        X86Aes.EncryptLast(s2, k ^ Vector128.Load(text + (2 * BlockLength))).Store(text + (2 * BlockLength));
        X86Aes.EncryptLast(s3, k ^ Vector128.Load(text + (3 * BlockLength))).Store(text + (3 * BlockLength));
        X86Aes.EncryptLast(s4, k ^ Vector128.Load(text + (4 * BlockLength))).Store(text + (4 * BlockLength));
        X86Aes.EncryptLast(s5, k ^ Vector128.Load(text + (5 * BlockLength))).Store(text + (5 * BlockLength));
        X86Aes.EncryptLast(s6, k ^ Vector128.Load(text + (6 * BlockLength))).Store(text + (6 * BlockLength));
        X86Aes.EncryptLast(s7, k ^ Vector128.Load(text + (7 * BlockLength))).Store(text + (7 * BlockLength));
    }
}
