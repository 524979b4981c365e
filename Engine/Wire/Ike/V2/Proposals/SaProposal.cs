namespace Pipeline.Engine.Wire.Ike.V2.Proposals;

/// <summary>One proposal: of every transform type in it, one transform is to be chosen (RFC 7296 §3.3.1).</summary>
/// <remarks>
/// <code>
/// | 0 (last) or 2 |   RESERVED    |         Proposal Length       |
/// | Proposal Num  |  Protocol ID  |    SPI Size   |Num  Transforms|
/// ~                        SPI (variable)                         ~
/// |                        &lt;Transforms&gt;                           |
/// </code>
/// </remarks>
/// <param name="Number">Its number: 1 for the first offered; the chosen one keeps it.</param>
/// <param name="Protocol">What is proposed; may be a number that has no name here.</param>
/// <param name="Spi">The sender's inbound SPI: 4 bytes for ESP and AH; 8 for IKE when it is rekeyed, otherwise none.</param>
/// <param name="Transforms">Its transforms, at most 255.</param>
public sealed record SaProposal(byte Number, ProtocolId Protocol, Octets Spi, ValueList<SaTransform> Transforms)
{
    /// <summary>The first byte when more proposals follow.</summary>
    internal const byte MoreMark = 2;

    private const int SpiOffset = 4;
    private const int ChildSpiLength = 4;
    private const int IkeSpiLength = 8;

    /// <summary>Reads a body.</summary>
    /// <returns>The proposal, or null with a reason.</returns>
    internal static SaProposal? TryRead(Octets body, out IkeReadError error)
    {
        error = IkeReadError.BodyTooShort;
        if (body.Length < SpiOffset || body.Length < SpiOffset + body.Span[2])
        {
            return null;
        }

        var protocol = (ProtocolId)body.Span[1];
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

    private static bool Fits(ProtocolId protocol, int spiLength) => protocol switch
    {
        ProtocolId.Ike => spiLength is 0 or IkeSpiLength,
        ProtocolId.Ah or ProtocolId.Esp => spiLength == ChildSpiLength,
        _ => true,
    };
}
