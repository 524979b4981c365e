namespace Pipeline.Crypto.Transforms.Ciphers;

/// <summary>A cipher that works packet by packet: the legacy ones, for which no kernel pays.</summary>
internal sealed class PacketwiseCipher(CipherKeyFactory expand) : BatchCipher
{
    /// <inheritdoc/>
    internal override IDisposable Expand(ReadOnlySpan<byte> key, Span<byte> memory) => expand(key);

    /// <inheritdoc/>
    internal override void Seal(Span<SealJob> jobs, ReadOnlySpan<byte> order)
    {
        foreach (ref SealJob job in jobs)
        {
            ((CipherKey)((PairedKey)job.Key).Cipher!).Seal(in job);
        }
    }

    /// <inheritdoc/>
    internal override void Open(Span<OpenJob> jobs)
    {
        foreach (ref OpenJob job in jobs)
        {
            if (job.Authentic)
            {
                ((CipherKey)((PairedKey)job.Key).Cipher!).Open(in job);
            }
        }
    }
}
