using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <summary>Plain C#, bitsliced: four blocks at once, see <see cref="AesPortable"/>.</summary>
internal sealed unsafe class AesPortableKernel : AesKernel
{
    private const int BlockLength = AesKeySchedule.BlockLength;
    private const int WorkLength = AesPortable.BlocksAtOnce * BlockLength;

    /// <inheritdoc/>
    private protected override int LaneCount => AesPortable.BlocksAtOnce;

    /// <inheritdoc/>
    [SkipLocalsInit]
    private protected override void EncryptLanes(byte** keys, byte** blocks, Vector128<byte>* chains, int rounds, nint count)
    {
        ulong* planes = stackalloc ulong[AesPortable.CutKeysLength];
        AesPortable.CutKeys(keys[0], keys[1], keys[2], keys[3], rounds, planes);
        byte* state = (byte*)chains;
        for (nint offset = 0; offset < count * BlockLength; offset += BlockLength)
        {
            for (int lane = 0; lane < AesPortable.BlocksAtOnce; lane++)
            {
                Combine(state + (lane * BlockLength), blocks[lane] + offset);
            }

            AesPortable.EncryptFour(planes, rounds, state);
            for (int lane = 0; lane < AesPortable.BlocksAtOnce; lane++)
            {
                Unsafe.CopyBlockUnaligned(blocks[lane] + offset, state + (lane * BlockLength), BlockLength);
            }
        }

        new Span<ulong>(planes, AesPortable.CutKeysLength).Clear();
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    internal override void DecryptCbc(AesRun* runs, int count, int rounds)
    {
        ulong* planes = stackalloc ulong[AesPortable.CutKeysLength];
        byte* work = stackalloc byte[WorkLength];
        for (AesRun* run = runs; run != runs + count; run++)
        {
            AesPortable.CutKeys(run->Keys, run->Keys, run->Keys, run->Keys, rounds, planes);

            // From the end to the front, so that the ciphertext in front of each block is still there.
            nint left = run->Length;
            while (left != 0)
            {
                nint length = Math.Min(left, WorkLength);
                left -= length;
                byte* text = run->Start + BlockLength + left;
                Unsafe.CopyBlockUnaligned(work, text, (uint)length);
                AesPortable.DecryptFour(planes, rounds, work);
                for (nint offset = length - BlockLength; offset >= 0; offset -= BlockLength)
                {
                    Combine(work + offset, text + offset - BlockLength);
                }

                Unsafe.CopyBlockUnaligned(text, work, (uint)length);
            }
        }

        new Span<ulong>(planes, AesPortable.CutKeysLength).Clear();
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    internal override void ApplyCounter(AesRun* runs, int count, int rounds)
    {
        ulong* planes = stackalloc ulong[AesPortable.CutKeysLength];
        byte* stream = stackalloc byte[WorkLength];
        for (AesRun* run = runs; run != runs + count; run++)
        {
            AesPortable.CutKeys(run->Keys, run->Keys, run->Keys, run->Keys, rounds, planes);
            uint number = run->Counter.Counter;
            for (nint done = 0; done < run->Length; done += WorkLength)
            {
                for (int block = 0; block < AesPortable.BlocksAtOnce; block++)
                {
                    WriteCounter(stream + (block * BlockLength), in run->Counter, number++);
                }

                AesPortable.EncryptFour(planes, rounds, stream);
                nint length = Math.Min(run->Length - done, WorkLength);
                for (nint index = 0; index < length; index++)
                {
                    run->Start[done + index] ^= stream[index];
                }
            }
        }

        new Span<ulong>(planes, AesPortable.CutKeysLength).Clear();
    }

    private static void WriteCounter(byte* block, in CounterBlock counter, uint number)
    {
        Unsafe.WriteUnaligned(block, counter.Nonce);
        Unsafe.WriteUnaligned(block + sizeof(uint), counter.Iv);
        BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(block + sizeof(uint) + sizeof(ulong), sizeof(uint)), number);
    }

    private static void Combine(byte* block, byte* other)
    {
        Unsafe.WriteUnaligned(block, Unsafe.ReadUnaligned<ulong>(block) ^ Unsafe.ReadUnaligned<ulong>(other));
        Unsafe.WriteUnaligned(block + 8, Unsafe.ReadUnaligned<ulong>(block + 8) ^ Unsafe.ReadUnaligned<ulong>(other + 8));
    }
}
