using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>The operations of SHA (FIPS 180-4 §2.2.2) on one word of every lane: each lane hashes a message of its own.</summary>
/// <remarks>
/// A hash is written once, over this interface; the compiler makes one machine code of it for every implementation. All
/// operations take the same time for all values.
/// </remarks>
/// <typeparam name="TVector">One word of every lane.</typeparam>
/// <typeparam name="TWord">A word: 32 bits for SHA-1 and SHA-256, 64 bits for SHA-384 and SHA-512.</typeparam>
internal unsafe interface ILanes<TVector, TWord>
    where TVector : unmanaged
    where TWord : unmanaged
{
    /// <summary>Lanes side by side.</summary>
    static abstract int Count { get; }

    /// <summary>The word at an address in every lane.</summary>
    static abstract TVector Repeat(TWord* word);

    /// <summary>The sum modulo the word.</summary>
    static abstract TVector Add(TVector left, TVector right);

    /// <summary>The exclusive or of two.</summary>
    static abstract TVector Xor(TVector x, TVector y);

    /// <summary>Parity(x, y, z).</summary>
    static abstract TVector Xor(TVector x, TVector y, TVector z);

    /// <summary>Ch(x, y, z): bits of y where x is one, else of z.</summary>
    static abstract TVector Choose(TVector x, TVector y, TVector z);

    /// <summary>Maj(x, y, z): the bits that two of three have.</summary>
    static abstract TVector Majority(TVector x, TVector y, TVector z);

    /// <summary>ROTR.</summary>
    static abstract TVector RotateRight(TVector value, [ConstantExpected] byte count);

    /// <summary>SHR.</summary>
    static abstract TVector ShiftRight(TVector value, [ConstantExpected] byte count);

    /// <summary>Reads the 16 words of a block of every lane, which are big endian in memory.</summary>
    /// <param name="messages">Where each lane's message is.</param>
    /// <param name="offset">The block's distance from there, in bytes.</param>
    /// <param name="words">Takes 16 vectors: word 0 of every lane, word 1 of every lane, and so on.</param>
    static abstract void LoadBlock(byte** messages, nint offset, TVector* words);
}
