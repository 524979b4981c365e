namespace Pipeline.Crypto.Transforms.Ciphers;

/// <summary>A cipher that needs an integrity algorithm beside it, over all packets of a batch. Holds no key.</summary>
internal abstract class BatchCipher
{
    /// <summary>Bytes of the SA's key memory that an expanded key takes; 0 when it is an object.</summary>
    internal virtual int KeyMemoryLength => 0;

    /// <summary>Expands a key.</summary>
    /// <param name="key">The key, salt included.</param>
    /// <param name="memory">Takes <see cref="KeyMemoryLength"/> bytes.</param>
    /// <returns>What the key is when it is not bytes: an object to dispose; otherwise null.</returns>
    internal abstract IDisposable? Expand(ReadOnlySpan<byte> key, Span<byte> memory);

    /// <summary>Writes the IVs that follow from the sequence numbers, and encrypts the texts in place.</summary>
    /// <param name="jobs">Their keys are <see cref="PairedKey"/>s.</param>
    /// <param name="order">The numbers of the jobs, longest first.</param>
    internal abstract void Seal(Span<SealJob> jobs, ReadOnlySpan<byte> order);

    /// <summary>Decrypts the text of the jobs that are <see cref="OpenJob.Authentic"/>, in place.</summary>
    /// <param name="jobs">Their keys are <see cref="PairedKey"/>s.</param>
    internal abstract void Open(Span<OpenJob> jobs);
}
