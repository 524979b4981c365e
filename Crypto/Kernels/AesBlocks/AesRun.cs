namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <summary>The blocks of one packet, and the key they stand under.</summary>
internal unsafe struct AesRun
{
    /// <summary>The key, as <see cref="AesKernel.Expand"/> wrote it.</summary>
    internal byte* Keys;

    /// <summary>
    /// CBC: where the block in front of the text is, with the text behind it. Counter mode: where the text begins.
    /// </summary>
    internal byte* Start;

    /// <summary>Bytes from <see cref="Start"/> that are worked on; for CBC whole blocks.</summary>
    internal nint Length;

    /// <summary>Counter mode: the first counter block, in memory order.</summary>
    internal CounterBlock Counter;
}
