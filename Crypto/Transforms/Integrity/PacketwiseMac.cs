using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Crypto.Transforms.Blocks;

namespace Pipeline.Crypto.Transforms.Integrity;

/// <summary>An integrity algorithm that works packet by packet: those that few peers ask for.</summary>
/// <param name="expand">Expands a key.</param>
/// <param name="icvLength">Bytes of ICV.</param>
internal sealed class PacketwiseMac(IntegrityKeyFactory expand, int icvLength) : BatchMac
{
    /// <inheritdoc/>
    internal override IDisposable Expand(ReadOnlySpan<byte> key, Span<byte> memory) => expand(key);

    /// <inheritdoc/>
    internal override void Seal(Span<SealJob> jobs, ReadOnlySpan<byte> order, int ivLength)
    {
        Span<byte> high = stackalloc byte[sizeof(uint)];
        foreach (ref SealJob job in jobs)
        {
            BinaryPrimitives.WriteUInt32BigEndian(high, (uint)(job.Sequence >> 32));
            var covered = new AuthenticatedBytes(
                job.Associated.AsSpan(job.AssociatedOffset, job.AssociatedLength),
                job.Packet.AsSpan(job.IvOffset, ivLength),
                job.Packet.AsSpan(job.TextOffset, job.TextLength),
                job.ExtendedSequence ? high : default);
            KeyOf(job.Key).Compute(covered, job.Packet.AsSpan(job.IcvOffset, icvLength));
        }
    }

    /// <inheritdoc/>
    internal override void Verify(Span<OpenJob> jobs, ReadOnlySpan<byte> order, int ivLength)
    {
        Span<byte> high = stackalloc byte[sizeof(uint)];
        Span<byte> expected = stackalloc byte[icvLength];
        foreach (ref OpenJob job in jobs)
        {
            BinaryPrimitives.WriteUInt32BigEndian(high, (uint)(job.Sequence >> 32));
            var covered = new AuthenticatedBytes(
                job.Associated.AsSpan(job.AssociatedOffset, job.AssociatedLength),
                job.Packet.AsSpan(job.IvOffset, ivLength),
                job.Packet.AsSpan(job.TextOffset, job.TextLength),
                job.ExtendedSequence ? high : default);
            KeyOf(job.Key).Compute(covered, expected);
            job.Authentic = CryptographicOperations.FixedTimeEquals(expected, job.Packet.AsSpan(job.IcvOffset, icvLength));
        }
    }

    private static IntegrityKey KeyOf(PacketKey key) => (IntegrityKey)((PairedKey)key).Mac!;
}
