using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Esp;

/// <summary>What ends the text of an ESP packet, in front of the ICV (RFC 4303 §2.4 to §2.6).</summary>
/// <remarks>
/// <code>
/// text ... | 1 | 2 | 3 | ... | Pad Length | Next Header |
/// </code>
/// </remarks>
public static class EspTrailer
{
    /// <summary>Bytes behind the padding: pad length and next header.</summary>
    public const int Length = 2;

    /// <summary>The most padding bytes that the pad length field can say.</summary>
    public const int MaximumPadLength = 255;

    /// <summary>The fewest padding bytes that make text, padding and trailer a multiple of the block length.</summary>
    /// <param name="textLength">Bytes of text without padding.</param>
    /// <param name="blockLength">Bytes of a cipher block, at least 4 so that the ICV is aligned; a power of two.</param>
    public static int PadLength(int textLength, int blockLength) => -(textLength + Length) & (blockLength - 1);

    /// <summary>Writes padding 1, 2, 3, ..., pad length and next header.</summary>
    /// <param name="destination">
    /// All that is free behind the text: at least the padding and <see cref="Length"/> more bytes. Up to 8 bytes of it are
    /// overwritten even when the trailer is shorter.
    /// </param>
    /// <param name="padLength">Bytes of padding, at most <see cref="MaximumPadLength"/>.</param>
    /// <param name="nextHeader">The protocol of the text.</param>
    public static void WritePadding(Span<byte> destination, int padLength, byte nextHeader)
    {
        const ulong Numbers = 0x0706_0504_0302_01;

        if (padLength + Length <= sizeof(ulong) && destination.Length >= sizeof(ulong))
        {
            // The usual case in one store, without a loop whose length no branch predictor can guess.
            int shift = padLength * 8;
            ulong padding = Numbers & ((1UL << shift) - 1);
            ulong trailer = (uint)padLength | ((uint)nextHeader << 8);
            BinaryPrimitives.WriteUInt64LittleEndian(destination, padding | (trailer << shift));
            return;
        }

        for (int index = 0; index < padLength; index++)
        {
            destination[index] = (byte)(index + 1);
        }

        destination[padLength] = (byte)padLength;
        destination[padLength + 1] = nextHeader;
    }

    /// <summary>Reads the end of a decrypted text and verifies its padding.</summary>
    /// <param name="text">Everything between IV and ICV, decrypted.</param>
    /// <param name="padLength">Bytes of padding; the text without trailer is <c>text[..^(padLength + Length)]</c>.</param>
    /// <param name="nextHeader">The protocol of the text; 59 for a dummy packet.</param>
    /// <returns>False when the padding is not 1, 2, 3, ... or longer than the text.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out int padLength, out byte nextHeader)
    {
        (padLength, nextHeader) = (0, 0);
        if (text.Length < Length)
        {
            return false;
        }

        padLength = text[^2];
        nextHeader = text[^1];
        if (padLength > text.Length - Length)
        {
            return false;
        }

        ReadOnlySpan<byte> padding = text.Slice(text.Length - Length - padLength, padLength);
        for (int index = 0; index < padding.Length; index++)
        {
            if (padding[index] != index + 1)
            {
                return false;
            }
        }

        return true;
    }
}
