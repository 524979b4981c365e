namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>The compression function of one hash on one instruction set, for as many messages at once as it has lanes.</summary>
internal abstract unsafe class HashKernel
{
    /// <summary>Room for the state of all lanes, at most: 8 words of 8 lanes of 64 bits.</summary>
    internal const int LongestState = 8 * 64;

    /// <summary>Lanes there are, at most.</summary>
    internal const int MostLanes = 16;

    /// <summary>Messages that it hashes at once.</summary>
    internal abstract int LaneCount { get; }

    /// <summary>Goes on hashing in every lane.</summary>
    /// <param name="state">Word 0 of every lane, word 1 of every lane, and so on; aligned to 64 bytes.</param>
    /// <param name="messages">Where the next block of each lane is: one address a lane, which may be equal.</param>
    /// <param name="blocks">Blocks to hash in every lane, one behind the other.</param>
    internal abstract void Compress(void* state, byte** messages, nint blocks);
}
