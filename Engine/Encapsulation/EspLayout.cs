using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Wire.Esp;

namespace Pipeline.Engine.Encapsulation;

/// <summary>Where the parts of an ESP packet lie under one suite (RFC 4303 §2); all lengths in bytes.</summary>
/// <param name="IvLength">Bytes of IV in front of the text.</param>
/// <param name="IcvLength">Bytes of ICV behind the text.</param>
/// <param name="BlockLength">Text and trailer together are a multiple of this: a power of two, at least 4.</param>
/// <remarks>A copy of what the suite says, so that no packet asks the suite through virtual calls.</remarks>
public readonly record struct EspLayout(int IvLength, int IcvLength, int BlockLength)
{
    /// <summary>The layout of a suite.</summary>
    public static EspLayout Of(PacketTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return new EspLayout(transform.IvLength, transform.IcvLength, transform.BlockLength);
    }

    /// <summary>Bytes in front of the text: ESP header and IV.</summary>
    public int FrontLength => EspHeader.Length + IvLength;

    /// <summary>Bytes behind a text of <paramref name="textLength"/> bytes: trailer and ICV.</summary>
    public int BackLength(int textLength) => PadLength(textLength) + EspTrailer.Length + IcvLength;

    /// <summary>Bytes of padding behind a text of <paramref name="textLength"/> bytes.</summary>
    public int PadLength(int textLength) => EspTrailer.PadLength(textLength, BlockLength);

    /// <summary>Bytes of ESP around and including a text of <paramref name="textLength"/> bytes.</summary>
    public int Length(int textLength) => FrontLength + textLength + BackLength(textLength);

    /// <summary>The longest text whose ESP is at most <paramref name="length"/> bytes; negative when there is none.</summary>
    public int MaximumTextLength(int length)
    {
        int padded = length - FrontLength - IcvLength;
        return padded - (padded % BlockLength) - EspTrailer.Length;
    }
}
