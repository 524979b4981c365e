using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>One text on its way through a kernel.</summary>
/// <remarks>
/// Kept as scalars: it lies on the stack, where a vector may straddle two cache lines, and then a load so soon after the
/// store waits longer than a short packet takes.
/// </remarks>
internal unsafe struct GcmMessage
{
    /// <summary>The expanded key.</summary>
    internal byte* Material;

    /// <summary>What is left to do of the text, which is changed in place.</summary>
    internal byte* Text;

    /// <summary>Bytes left to do.</summary>
    internal int Left;

    /// <summary>Blocks done.</summary>
    internal uint BlocksDone;

    private readonly ulong _textBits;
    private readonly ulong _associatedBits;
    private readonly ulong _nonceLow;
    private readonly ulong _nonceHigh;
    private ulong _hashLow;
    private ulong _hashHigh;

    /// <summary>A text of which nothing is done.</summary>
    /// <param name="material">The expanded key.</param>
    /// <param name="salt">The first 4 bytes of the nonce, as they lie in memory.</param>
    /// <param name="iv">The other 8.</param>
    /// <param name="text">The text.</param>
    /// <param name="textLength">Bytes of text.</param>
    /// <param name="associated">See <see cref="Hash"/>.</param>
    /// <param name="associatedLength">Bytes of associated data.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal GcmMessage(
        byte* material, uint salt, ulong iv, byte* text, int textLength, Vector128<ulong> associated, int associatedLength)
    {
        Material = material;
        Text = text;
        Left = textLength;
        BlocksDone = 0;
        _textBits = (ulong)textLength * 8;
        _associatedBits = (ulong)associatedLength * 8;

        // Nonce | 1 (SP 800-38D §7.1): the counter is the last four bytes, big-endian.
        _nonceLow = salt | (iv << 32);
        _nonceHigh = (iv >> 32) | (1UL << 56);
        _hashLow = associated.GetElement(0);
        _hashHigh = associated.GetElement(1);
    }

    /// <summary>Nonce | 1: the counter block whose encryption hides the tag; the text begins with nonce | 2.</summary>
    internal readonly Vector128<byte> FirstCounter
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(_nonceLow, _nonceHigh).AsByte();
    }

    /// <summary>
    /// The hash so far. At first that of the associated data, with its last block added and not yet multiplied by H: for one
    /// block, that block. Reflected, as all hashes here: the last byte of a block is the lowest.
    /// </summary>
    internal Vector128<ulong> Hash
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => Vector128.Create(_hashLow, _hashHigh);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            _hashLow = value.GetElement(0);
            _hashHigh = value.GetElement(1);
        }
    }

    /// <summary>The last block that is hashed: both lengths in bits (SP 800-38D §7.1), reflected.</summary>
    internal readonly Vector128<ulong> Lengths
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(_textBits, _associatedBits);
    }
}
