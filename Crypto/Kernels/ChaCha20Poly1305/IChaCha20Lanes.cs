namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>ChaCha20 over several blocks side by side: what <see cref="ChaCha20Stream{TLanes}"/> needs of an instruction set.</summary>
internal unsafe interface IChaCha20Lanes
{
    /// <summary>Bytes of a block.</summary>
    internal const int BlockLength = 64;

    /// <summary>Double rounds of ChaCha20 (RFC 8439 §2.3).</summary>
    internal const int DoubleRounds = 10;

    /// <summary>Blocks that are computed side by side.</summary>
    static abstract int Count { get; }

    /// <summary>Writes the initial state of one block: the key's, with counter and IV.</summary>
    static abstract void WriteState(byte* row, byte* state, uint counter, ulong iv);

    /// <summary>Turns initial states, one behind the other, into blocks of key stream.</summary>
    /// <param name="rows">At a multiple of 64; room for <see cref="Count"/>, whatever they hold.</param>
    /// <param name="count">How many of them matter.</param>
    static abstract void WriteBlocks(byte* rows, int count);

    /// <summary>Combines <see cref="Count"/> whole blocks of one text with its key stream.</summary>
    /// <param name="row">The initial state of the first block.</param>
    /// <param name="text">Its first byte.</param>
    static abstract void Combine(byte* row, byte* text);

    /// <summary>Combines a text with one block of key stream.</summary>
    /// <param name="block">64 bytes of key stream.</param>
    /// <param name="text">The text; no byte around it is written.</param>
    /// <param name="length">1 to 64 bytes.</param>
    static abstract void Combine(byte* block, byte* text, int length);
}
