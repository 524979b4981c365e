using System.Runtime.CompilerServices;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Transforms.Ciphers;
using Pipeline.Crypto.Transforms.Integrity;

namespace Pipeline.Crypto.Transforms;

/// <summary>
/// A cipher and an integrity algorithm, composed: encrypt, then authenticate the ciphertext (RFC 4303 §3.3.2). With
/// the NULL cipher it authenticates only, which is also all that AH does.
/// </summary>
/// <remarks>A whole batch goes through the one, then through the other, so that the lanes of both kernels are full.</remarks>
internal sealed class EncryptThenMacTransform : PacketTransform
{
    private readonly EncryptionAlgorithm? _encryption;
    private readonly IntegrityAlgorithm _integrity;
    private readonly BatchCipher _cipher;
    private readonly BatchMac _mac;

    private EncryptThenMacTransform(EncryptionAlgorithm? encryption, IntegrityAlgorithm integrity, KernelSet kernels)
    {
        _encryption = encryption;
        _integrity = integrity;
        _cipher = encryption is null ? new NullCipher() : encryption.CreateCipher!(encryption, kernels);
        _mac = integrity.CreateMac!(integrity, kernels);
        Name = encryption is null ? integrity.Name : $"{encryption.Name}+{integrity.Name}";
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int EncryptionKeyLength => _encryption?.KeyLength ?? 0;

    /// <inheritdoc/>
    public override int IntegrityKeyLength => _integrity.KeyLength;

    /// <inheritdoc/>
    public override int IvLength => _encryption?.IvLength ?? 0;

    /// <inheritdoc/>
    public override int IcvLength => _integrity.IcvLength;

    /// <inheritdoc/>
    public override int BlockLength => _encryption?.BlockLength ?? 4;

    /// <summary>For ESP.</summary>
    internal static EncryptThenMacTransform ForEsp(EncryptionAlgorithm encryption, IntegrityAlgorithm integrity, KernelSet kernels) =>
        new(encryption, integrity, kernels);

    /// <summary>For AH: the integrity algorithm alone.</summary>
    internal static EncryptThenMacTransform ForAh(IntegrityAlgorithm integrity, KernelSet kernels) =>
        new(encryption: null, integrity, kernels);

    /// <inheritdoc/>
    public override PacketKey CreateKey(ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> integrityKey)
    {
        KeyLengths.Check(this, encryptionKey, integrityKey);
        return Expand(encryptionKey, integrityKey);
    }

    /// <summary>As <see cref="CreateKey"/>, for published vectors: HMAC's have keys of any length.</summary>
    internal PacketKey Expand(ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> integrityKey) =>
        new PairedKey(_cipher, encryptionKey, _mac, integrityKey);

    /// <inheritdoc/>
    public override unsafe void Fetch(PinnedView key, int textLength) =>
        CacheLines.Fetch(key.Pointer, PairedKey.MemoryLength(_cipher, _mac));

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Seal(Span<SealJob> jobs)
    {
        Span<int> lengths = stackalloc int[LongestFirst.Most];
        Span<byte> order = stackalloc byte[LongestFirst.Most];
        while (!jobs.IsEmpty)
        {
            Span<SealJob> part = jobs[..Math.Min(jobs.Length, LongestFirst.Most)];
            for (int index = 0; index < part.Length; index++)
            {
                lengths[index] = part[index].TextLength;
            }

            LongestFirst.Sort(lengths[..part.Length], order);
            _cipher.Seal(part, order[..part.Length]);
            _mac.Seal(part, order[..part.Length], IvLength);
            jobs = jobs[part.Length..];
        }
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Open(Span<OpenJob> jobs)
    {
        Span<int> lengths = stackalloc int[LongestFirst.Most];
        Span<byte> order = stackalloc byte[LongestFirst.Most];
        while (!jobs.IsEmpty)
        {
            Span<OpenJob> part = jobs[..Math.Min(jobs.Length, LongestFirst.Most)];
            for (int index = 0; index < part.Length; index++)
            {
                lengths[index] = part[index].TextLength;
            }

            LongestFirst.Sort(lengths[..part.Length], order);
            _mac.Verify(part, order[..part.Length], IvLength);
            RefuseBrokenBlocks(part);
            _cipher.Open(part);
            jobs = jobs[part.Length..];
        }
    }

    /// <summary>A cipher of blocks can only open whole ones; a sender of anything else is broken or forging.</summary>
    private void RefuseBrokenBlocks(Span<OpenJob> jobs)
    {
        // The NULL cipher's 4 bytes are ESP's alignment, not a need of the cipher; AH has no alignment of the text at all.
        if (BlockLength <= 4)
        {
            return;
        }

        foreach (ref OpenJob job in jobs)
        {
            job.Authentic &= (job.TextLength & (BlockLength - 1)) == 0;
        }
    }
}
