using System.Runtime.CompilerServices;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Kernels.Sha;

namespace Pipeline.Crypto.Transforms.Integrity;

/// <summary>HMAC over SHA, truncated: SHA1-96 (RFC 2404), SHA2-256-128 and longer (RFC 4868).</summary>
/// <param name="kernel">Does the work.</param>
/// <param name="icvLength">Bytes of ICV.</param>
internal sealed unsafe class HmacMac(HmacKernel kernel, int icvLength) : BatchMac
{
    /// <inheritdoc/>
    internal override int KeyMemoryLength => kernel.StatesLength;

    /// <inheritdoc/>
    internal override IDisposable? Expand(ReadOnlySpan<byte> key, Span<byte> memory)
    {
        kernel.Expand(key, memory);
        return null;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    internal override void Seal(Span<SealJob> jobs, ReadOnlySpan<byte> order, int ivLength)
    {
        MacJob* macs = stackalloc MacJob[LongestFirst.Most];
        MacJob* mac = macs;
        foreach (byte index in order)
        {
            ref SealJob job = ref jobs[index];
            byte* packet = job.Packet.Pointer;
            mac->States = ((PairedKey)job.Key).MacMemory;
            mac->Icv = packet + job.IcvOffset;
            mac->HighSequence = (uint)(job.Sequence >> 32);
            mac->HasHighSequence = job.ExtendedSequence;
            mac->SetParts(
                job.Associated.Pointer + job.AssociatedOffset, job.AssociatedLength,
                packet + job.IvOffset, ivLength, packet + job.TextOffset, job.TextLength);
            mac++;
        }

        kernel.Compute(macs, order.Length, icvLength);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    internal override void Verify(Span<OpenJob> jobs, ReadOnlySpan<byte> order, int ivLength)
    {
        MacJob* macs = stackalloc MacJob[LongestFirst.Most];
        byte* expected = stackalloc byte[LongestFirst.Most * HmacKernel.LongestHash];
        MacJob* mac = macs;
        foreach (byte index in order)
        {
            ref OpenJob job = ref jobs[index];
            byte* packet = job.Packet.Pointer;
            mac->States = ((PairedKey)job.Key).MacMemory;
            mac->Icv = expected + (index * HmacKernel.LongestHash);
            mac->HighSequence = (uint)(job.Sequence >> 32);
            mac->HasHighSequence = job.ExtendedSequence;
            mac->SetParts(
                job.Associated.Pointer + job.AssociatedOffset, job.AssociatedLength,
                packet + job.IvOffset, ivLength, packet + job.TextOffset, job.TextLength);
            mac++;
        }

        kernel.Compute(macs, order.Length, icvLength);
        for (int index = 0; index < jobs.Length; index++)
        {
            byte* received = jobs[index].Packet.Pointer + jobs[index].IcvOffset;
            jobs[index].Authentic = FixedTime.AreEqual(expected + (index * HmacKernel.LongestHash), received, icvLength);
        }
    }
}
