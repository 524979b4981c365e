using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;

namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <content>Counter mode.</content>
internal sealed unsafe partial class AesArmKernel
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
        for (; end - text >= 4 * BlockLength; text += 4 * BlockLength, number += 4)
        {
            ApplyFour(keys, last, block, number, text);
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
        for (nint key = 0; key < last - BlockLength; key += BlockLength)
        {
            state = ArmAes.MixColumns(ArmAes.Encrypt(state, Vector128.Load(keys + key)));
        }

        return ArmAes.Encrypt(state, Vector128.Load(keys + last - BlockLength)) ^ Vector128.Load(keys + last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ApplyFour(byte* keys, nint last, Vector128<byte> block, uint number, byte* text)
    {
        Vector128<byte> s0 = CounterBlock.WithCounter(block, number), s1 = CounterBlock.WithCounter(block, number + 1);
        Vector128<byte> s2 = CounterBlock.WithCounter(block, number + 2), s3 = CounterBlock.WithCounter(block, number + 3);
        for (nint key = 0; key < last - BlockLength; key += BlockLength)
        {
            Vector128<byte> k = Vector128.Load(keys + key);
            s0 = ArmAes.MixColumns(ArmAes.Encrypt(s0, k));
            s1 = ArmAes.MixColumns(ArmAes.Encrypt(s1, k));
            s2 = ArmAes.MixColumns(ArmAes.Encrypt(s2, k));
            s3 = ArmAes.MixColumns(ArmAes.Encrypt(s3, k));
        }

        Vector128<byte> before = Vector128.Load(keys + last - BlockLength), after = Vector128.Load(keys + last);
        (ArmAes.Encrypt(s0, before) ^ after ^ Vector128.Load(text)).Store(text);
        (ArmAes.Encrypt(s1, before) ^ after ^ Vector128.Load(text + BlockLength)).Store(text + BlockLength);
        (ArmAes.Encrypt(s2, before) ^ after ^ Vector128.Load(text + (2 * BlockLength))).Store(text + (2 * BlockLength));
        (ArmAes.Encrypt(s3, before) ^ after ^ Vector128.Load(text + (3 * BlockLength))).Store(text + (3 * BlockLength));
    }
}
