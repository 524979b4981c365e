namespace Pipeline.Crypto.Transforms.Integrity;

/// <summary>An integrity algorithm that stands beside a cipher, or alone in AH, over all packets of a batch. Holds no key.</summary>
internal abstract class BatchMac
{
    /// <summary>Bytes of the SA's key memory that an expanded key takes; 0 when it is an object.</summary>
    internal virtual int KeyMemoryLength => 0;

    /// <summary>Expands a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="memory">Takes <see cref="KeyMemoryLength"/> bytes.</param>
    /// <returns>What the key is when it is not bytes: an object to dispose; otherwise null.</returns>
    internal abstract IDisposable? Expand(ReadOnlySpan<byte> key, Span<byte> memory);

    /// <summary>Writes the ICV of every job.</summary>
    /// <param name="jobs">Encrypted; their keys are <see cref="PairedKey"/>s.</param>
    /// <param name="order">The numbers of the jobs, longest first.</param>
    /// <param name="ivLength">Bytes of IV in front of the text.</param>
    internal abstract void Seal(Span<SealJob> jobs, ReadOnlySpan<byte> order, int ivLength);

    /// <summary>Sets the verdict of every job: whether its ICV is right.</summary>
    /// <param name="jobs">Their keys are <see cref="PairedKey"/>s.</param>
    /// <param name="order">The numbers of the jobs, longest first.</param>
    /// <param name="ivLength">Bytes of IV in front of the text.</param>
    internal abstract void Verify(Span<OpenJob> jobs, ReadOnlySpan<byte> order, int ivLength);
}
