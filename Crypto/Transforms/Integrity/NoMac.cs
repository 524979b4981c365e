namespace Pipeline.Crypto.Transforms.Integrity;

/// <summary>The integrity algorithm NONE: no ICV, and every packet passes. For legacy peers only.</summary>
internal sealed class NoMac : BatchMac
{
    /// <inheritdoc/>
    internal override IDisposable? Expand(ReadOnlySpan<byte> key, Span<byte> memory) => null;

    /// <inheritdoc/>
    internal override void Seal(Span<SealJob> jobs, ReadOnlySpan<byte> order, int ivLength)
    {
        // The ICV is 0 bytes long.
    }

    /// <inheritdoc/>
    internal override void Verify(Span<OpenJob> jobs, ReadOnlySpan<byte> order, int ivLength)
    {
        foreach (ref OpenJob job in jobs)
        {
            job.Authentic = true;
        }
    }
}
