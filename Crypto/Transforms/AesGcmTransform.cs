using Pipeline.Crypto.Kernels.Gcm;

namespace Pipeline.Crypto.Transforms;

/// <summary>ESP with AES-GCM (RFC 4106): the work is the kernel's.</summary>
internal sealed class AesGcmTransform(EncryptionAlgorithm algorithm, AesGcmKernel kernel) : PacketTransform
{
    private readonly int _keyLength = algorithm.KeyLength - algorithm.SaltLength;

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
        return new AesGcmKey(kernel, encryptionKey[.._keyLength], encryptionKey[_keyLength..]);
    }

    /// <inheritdoc/>
    public override unsafe void Fetch(PinnedView key, int textLength) => kernel.Fetch(key.Pointer, _keyLength, textLength);

    /// <inheritdoc/>
    public override void Seal(Span<SealJob> jobs) => kernel.Seal(jobs, _keyLength, IcvLength);

    /// <inheritdoc/>
    public override void Open(Span<OpenJob> jobs) => kernel.Open(jobs, _keyLength, IcvLength);
}
