namespace Pipeline.Engine.Wire.Ike.V1.Proposals;

/// <summary>One proposal: a protocol, and transforms of which one is to be chosen (RFC 2408 §3.5).</summary>
/// <remarks>
/// <code>
/// | 0 (last) or 2 |   RESERVED    |         Payload Length        |
/// |  Proposal #   |  Protocol-Id  |    SPI Size   |# of Transforms|
/// ~                        SPI (variable)                         ~
/// |                        &lt;Transforms&gt;                           |
/// </code>
/// </remarks>
/// <param name="Number">Its number; proposals of the same number belong together.</param>
/// <param name="Protocol">What is proposed; may be a number that has no name here.</param>
/// <param name="Spi">
/// The sender's inbound SPI: 4 bytes for ESP and AH, 2 or 4 for IPComp; for ISAKMP anything up to 16, which means nothing
/// (RFC 2408 §3.5).
/// </param>
/// <param name="Transforms">Its transforms in order of preference, at most 255.</param>
public sealed record SaProposal(byte Number, IsakmpProtocol Protocol, Octets Spi, ValueList<SaTransform> Transforms)
{
    /// <summary>The first byte when more proposals follow: the type of a proposal payload.</summary>
    internal const byte MoreMark = (byte)IsakmpPayloadType.Proposal;

    private const int SpiOffset = 4;
    private const int IpsecSpiLength = 4;
    private const int CpiLength = 2;
    private const int LongestIsakmpSpi = 16;

    /// <summary>Reads a body.</summary>
    /// <returns>The proposal, or null with a reason.</returns>
    internal static SaProposal? TryRead(Octets body, out IkeReadError error)
    {
        error = IkeReadError.BodyTooShort;
        if (body.Length < SpiOffset || body.Length < SpiOffset + body.Span[2])
        {
            return null;
        }

        var protocol = (IsakmpProtocol)body.Span[1];
        int spiLength = body.Span[2];
        error = IkeReadError.BadSpiLength;
        if (!Fits(protocol, spiLength))
        {
            return null;
        }

        Octets list = body.Slice(SpiOffset + spiLength);
        if (Substructures.TryReadTransforms<SaTransform>(list, SaTransform.MoreMark, body.Span[3], SaTransform.TryRead, out error) is not { } transforms)
        {
            return null;
        }

        return new SaProposal(body.Span[0], protocol, body.Slice(SpiOffset, spiLength), [.. transforms]);
    }

    /// <summary>Writes it.</summary>
    internal void Write(PayloadWriter writer, bool isLast)
    {
        int start = writer.Begin(isLast ? (byte)0 : MoreMark);
        writer.Write(Number);
        writer.Write((byte)Protocol);
        writer.Write((byte)Spi.Length);
        writer.Write((byte)Transforms.Count);
        writer.Write(Spi.Span);
        for (int index = 0; index < Transforms.Count; index++)
        {
            Transforms[index].Write(writer, isLast: index == Transforms.Count - 1);
        }

        writer.End(start);
    }

    private static bool Fits(IsakmpProtocol protocol, int spiLength) => protocol switch
    {
        IsakmpProtocol.Isakmp => spiLength <= LongestIsakmpSpi,
        IsakmpProtocol.Ah or IsakmpProtocol.Esp => spiLength == IpsecSpiLength,
        IsakmpProtocol.Ipcomp => spiLength is CpiLength or IpsecSpiLength,
        _ => true,
    };
}
