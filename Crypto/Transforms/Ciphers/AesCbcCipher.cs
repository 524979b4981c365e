using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Kernels.AesBlocks;

namespace Pipeline.Crypto.Transforms.Ciphers;

/// <summary>AES-CBC for ESP (RFC 3602): 16-byte IV in front of the text.</summary>
/// <param name="keyLength">16, 24 or 32 bytes.</param>
/// <param name="kernel">Does the work.</param>
internal sealed unsafe class AesCbcCipher(int keyLength, AesKernel kernel) : BatchCipher
{
    private const int BlockLength = AesKeySchedule.BlockLength;

    private readonly int _rounds = AesKeySchedule.Rounds(keyLength);

    /// <inheritdoc/>
    internal override int KeyMemoryLength { get; } = AesKernel.KeysLength(keyLength);

    /// <inheritdoc/>
    internal override IDisposable? Expand(ReadOnlySpan<byte> key, Span<byte> memory)
    {
        AesKernel.Expand(key, memory);
        return null;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    internal override void Seal(Span<SealJob> jobs, ReadOnlySpan<byte> order)
    {
        AesRun* runs = stackalloc AesRun[LongestFirst.Most];
        AesRun* run = runs;
        foreach (byte index in order)
        {
            ref SealJob job = ref jobs[index];
            Debug.Assert(job.IvOffset + BlockLength == job.TextOffset, "The IV stands directly in front of the text.");
            byte* iv = job.Packet.Pointer + job.IvOffset;
            Unsafe.WriteUnaligned(iv, 0UL);
            BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(iv + sizeof(ulong), sizeof(ulong)), job.Sequence);

            // The first block becomes E(sequence), an IV that nobody can predict (NIST SP 800-38A appendix C, method 1;
            // RFC 3602 §3), and the text behind it is chained to it: one pass for both.
            run->Keys = ((PairedKey)job.Key).CipherMemory;
            run->Start = iv;
            run->Length = BlockLength + job.TextLength;
            run++;
        }

        kernel.EncryptCbc(runs, order.Length, _rounds);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    internal override void Open(Span<OpenJob> jobs)
    {
        Debug.Assert(jobs.Length <= LongestFirst.Most, "The caller divides batches.");
        AesRun* runs = stackalloc AesRun[LongestFirst.Most];
        AesRun* run = runs;
        foreach (ref OpenJob job in jobs)
        {
            if (job.Authentic)
            {
                run->Keys = ((PairedKey)job.Key).CipherMemory;
                run->Start = job.Packet.Pointer + job.IvOffset;
                run->Length = job.TextLength;
                run++;
            }
        }

        kernel.DecryptCbc(runs, (int)(run - runs), _rounds);
    }
}
