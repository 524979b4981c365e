namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>Bytes to be combined, by exclusive or, with the key stream of one key and nonce from one block on.</summary>
/// <param name="state">The 64 bytes of <see cref="ChaCha20Poly1305Key.State"/>.</param>
/// <param name="iv">The last 8 bytes of the nonce, as a little-endian number.</param>
/// <param name="counter">The number of the key stream block that the first byte meets.</param>
/// <param name="text">The first byte.</param>
/// <param name="length">How many bytes.</param>
internal readonly unsafe struct Stretch(byte* state, ulong iv, uint counter, byte* text, int length)
{
    /// <summary>The initial ChaCha20 state of the key, without counter and IV.</summary>
    internal byte* State => state;

    /// <summary>The last 8 bytes of the nonce, as a little-endian number.</summary>
    internal ulong Iv => iv;

    /// <summary>The first key stream block.</summary>
    internal uint Counter => counter;

    /// <summary>The first byte.</summary>
    internal byte* Text => text;

    /// <summary>How many bytes.</summary>
    internal int Length => length;
}
