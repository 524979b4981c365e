using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Kernels.AesBlocks;

namespace Pipeline.Crypto.Transforms.Ciphers;

/// <summary>AES-CTR for ESP (RFC 3686): counter block = 4-byte nonce | 8-byte IV | block counter from 1.</summary>
/// <param name="keyLength">16, 24 or 32 bytes, and 4 of nonce (RFC 3686 §5.1).</param>
/// <param name="kernel">Does the work.</param>
internal sealed unsafe class AesCtrCipher(int keyLength, AesKernel kernel) : BatchCipher
{
    private const int NonceLength = sizeof(uint);
    private const uint FirstCounter = 1; // RFC 3686 §4

    private readonly int _rounds = AesKeySchedule.Rounds(keyLength - NonceLength);
    private readonly int _roundKeysLength = AesKeySchedule.RoundKeysLength(keyLength - NonceLength);

    /// <inheritdoc/>
    internal override int KeyMemoryLength => _roundKeysLength + NonceLength;

    /// <inheritdoc/>
    internal override IDisposable? Expand(ReadOnlySpan<byte> key, Span<byte> memory)
    {
        AesKeySchedule.Expand(key[..^NonceLength], memory[.._roundKeysLength]);
        key[^NonceLength..].CopyTo(memory[_roundKeysLength..]);
        return null;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    internal override void Seal(Span<SealJob> jobs, ReadOnlySpan<byte> order)
    {
        AesRun* runs = stackalloc AesRun[LongestFirst.Most];
        AesRun* run = runs;
        foreach (ref SealJob job in jobs)
        {
            // The sequence number is the IV: it cannot repeat under one key, which is all that is asked (RFC 3686 §3.1).
            byte* iv = job.Packet.Pointer + job.IvOffset;
            BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(iv, sizeof(ulong)), job.Sequence);
            Set(run++, (PairedKey)job.Key, iv, job.Packet.Pointer + job.TextOffset, job.TextLength);
        }

        kernel.ApplyCounter(runs, jobs.Length, _rounds);
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
                byte* packet = job.Packet.Pointer;
                Set(run++, (PairedKey)job.Key, packet + job.IvOffset, packet + job.TextOffset, job.TextLength);
            }
        }

        kernel.ApplyCounter(runs, (int)(run - runs), _rounds);
    }

    private void Set(AesRun* run, PairedKey key, byte* iv, byte* text, int length)
    {
        run->Keys = key.CipherMemory;
        run->Start = text;
        run->Length = length;
        run->Counter = new CounterBlock(
            Unsafe.ReadUnaligned<uint>(key.CipherMemory + _roundKeysLength), Unsafe.ReadUnaligned<ulong>(iv), FirstCounter);
    }
}
