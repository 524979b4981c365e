namespace Pipeline.Crypto.Transforms.Ciphers;

/// <summary>NULL encryption (RFC 2410): the text stays as it is, and there is no IV. Also the cipher of AH.</summary>
internal sealed class NullCipherKey : CipherKey
{
    /// <inheritdoc/>
    internal override void Seal(in SealJob job)
    {
        // NULL(text) = text (RFC 2410 §2).
    }

    /// <inheritdoc/>
    internal override void Open(in OpenJob job)
    {
        // NULL is its own inverse.
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // No key, nothing to erase.
    }
}
