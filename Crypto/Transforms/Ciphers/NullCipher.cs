namespace Pipeline.Crypto.Transforms.Ciphers;

/// <summary>NULL encryption (RFC 2410): the text stays as it is, and there is no IV. Also the cipher of AH.</summary>
internal sealed class NullCipher : BatchCipher
{
    /// <inheritdoc/>
    internal override IDisposable? Expand(ReadOnlySpan<byte> key, Span<byte> memory) => null;

    /// <inheritdoc/>
    internal override void Seal(Span<SealJob> jobs, ReadOnlySpan<byte> order)
    {
        // NULL(text) = text (RFC 2410 §2).
    }

    /// <inheritdoc/>
    internal override void Open(Span<OpenJob> jobs)
    {
        // NULL is its own inverse.
    }
}
