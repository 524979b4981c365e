using Pipeline.Crypto.Kernels.Gcm.Rounds;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>What an instruction set does for AES-GCM; <see cref="AesGcmCoreKernel{TCore}"/> makes a kernel of it.</summary>
internal unsafe interface IAesGcmCore
{
    /// <summary>The name of the set that it belongs to.</summary>
    static abstract string Name { get; }

    /// <summary>Bytes that an expanded key takes.</summary>
    static abstract int MaterialLength { get; }

    /// <summary>Where the powers of H begin, in an expanded key, that a text of this many bytes is multiplied with.</summary>
    static abstract int PowersOffsetFor(int textLength);

    /// <summary>Expands a key of 16, 24 or 32 bytes.</summary>
    static abstract void ExpandKey(ReadOnlySpan<byte> key, byte* material);

    /// <summary>Goes on hashing associated data.</summary>
    /// <param name="material">The expanded key.</param>
    /// <param name="hash">What the call before returned, whose data were whole blocks; zero for the first.</param>
    /// <param name="data">At least one byte; the last block is filled up with zeros.</param>
    /// <param name="length">Bytes of data.</param>
    /// <returns>The hash, with the last block added to it and not yet multiplied by H.</returns>
    static abstract Vector128<ulong> Absorb(byte* material, Vector128<ulong> hash, byte* data, int length);

    /// <summary>Encrypts a text in place.</summary>
    /// <returns>The whole tag.</returns>
    static abstract Vector128<byte> Encrypt<TKey>(ref GcmMessage message)
        where TKey : struct, IAesKeyLength;

    /// <summary>Decrypts a text in place, authentic or not.</summary>
    /// <returns>The whole tag that the text should have had.</returns>
    static abstract Vector128<byte> Decrypt<TKey>(ref GcmMessage message)
        where TKey : struct, IAesKeyLength;
}
