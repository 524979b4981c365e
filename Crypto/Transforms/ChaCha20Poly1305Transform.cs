using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Kernels.ChaCha20Poly1305;

namespace Pipeline.Crypto.Transforms;

/// <summary>ESP with ChaCha20-Poly1305 (RFC 7634), on the kernel of a set.</summary>
internal sealed class ChaCha20Poly1305Transform(EncryptionAlgorithm algorithm, ChaCha20Poly1305Kernel kernel) : PacketTransform
{
    /// <inheritdoc/>
    public override string Name => algorithm.Name;

    /// <inheritdoc/>
    public override int EncryptionKeyLength => algorithm.KeyLength;

    /// <inheritdoc/>
    public override int IntegrityKeyLength => 0;

    /// <inheritdoc/>
    public override int IvLength => algorithm.IvLength;

    /// <inheritdoc/>
    public override int IcvLength => algorithm.IcvLength;

    /// <inheritdoc/>
    public override int BlockLength => algorithm.BlockLength;

    /// <inheritdoc/>
    public override PacketKey CreateKey(ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> integrityKey)
    {
        KeyLengths.Check(this, encryptionKey, integrityKey);
        return new ChaCha20Poly1305Key(encryptionKey[..^algorithm.SaltLength], encryptionKey[^algorithm.SaltLength..]);
    }

    /// <inheritdoc/>
    public override unsafe void Fetch(PinnedView key, int textLength) =>
        CacheLines.Fetch(key.Pointer, ChaCha20Poly1305Key.StateLength);

    /// <inheritdoc/>
    public override void Seal(Span<SealJob> jobs) => kernel.Seal(jobs);

    /// <inheritdoc/>
    public override void Open(Span<OpenJob> jobs) => kernel.Open(jobs);
}
