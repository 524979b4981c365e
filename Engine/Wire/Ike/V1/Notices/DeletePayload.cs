using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike.V1.Notices;

/// <summary>D: SAs that the sender has deleted (RFC 2408 §3.15).</summary>
/// <remarks>
/// <code>
/// |             Domain of Interpretation (1 = IPsec)              |
/// |  Protocol-Id  |   SPI Size    |           # of SPIs           |
/// ~               Security Parameter Index(es) (SPI)              ~
/// </code>
/// </remarks>
/// <param name="Protocol">What they are.</param>
/// <param name="Spis">The sender's inbound SPIs, 4 bytes each; for phase 1 both cookies, 16 bytes. All have one length, which is not 0.</param>
public sealed record DeletePayload(IsakmpProtocol Protocol, ValueList<Octets> Spis) : IsakmpPayload(IsakmpPayloadType.Delete)
{
    private const int ProtocolOffset = DomainOfInterpretation.Length;
    private const int SpiLengthOffset = ProtocolOffset + 1;
    private const int CountOffset = SpiLengthOffset + 1;
    private const int SpisOffset = CountOffset + sizeof(ushort);
    private const int IpsecSpiLength = 4;
    private const int CookiesLength = 16;

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static DeletePayload? TryRead(Octets body, out IkeReadError error)
    {
        ReadOnlySpan<byte> fields = body.Span;
        error = IkeReadError.BodyTooShort;
        if (fields.Length < SpisOffset)
        {
            return null;
        }

        var protocol = (IsakmpProtocol)fields[ProtocolOffset];
        int spiLength = fields[SpiLengthOffset];
        int count = BinaryPrimitives.ReadUInt16BigEndian(fields[CountOffset..]);
        error = Judge(fields, protocol, spiLength, count);
        if (error != IkeReadError.None)
        {
            return null;
        }

        var spis = new Octets[count];
        for (int index = 0; index < count; index++)
        {
            spis[index] = body.Slice(SpisOffset + (index * spiLength), spiLength);
        }

        return new DeletePayload(protocol, [.. spis]);
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write(DomainOfInterpretation.Ipsec);
        writer.Write((byte)Protocol);
        writer.Write((byte)(Spis.Count == 0 ? LengthFor(Protocol) ?? IpsecSpiLength : Spis[0].Length));
        writer.Write((ushort)Spis.Count);
        foreach (Octets spi in Spis)
        {
            writer.Write(spi.Span);
        }
    }

    private static IkeReadError Judge(ReadOnlySpan<byte> fields, IsakmpProtocol protocol, int spiLength, int count)
    {
        if (BinaryPrimitives.ReadUInt32BigEndian(fields) > DomainOfInterpretation.Ipsec)
        {
            return IkeReadError.UnsupportedDoi;
        }

        if (spiLength == 0 || (LengthFor(protocol) is { } expected && spiLength != expected))
        {
            return IkeReadError.BadSpiLength;
        }

        return fields.Length - SpisOffset == count * spiLength ? IkeReadError.None : IkeReadError.BadCount;
    }

    private static int? LengthFor(IsakmpProtocol protocol) => protocol switch
    {
        IsakmpProtocol.Isakmp => CookiesLength,
        IsakmpProtocol.Ah or IsakmpProtocol.Esp => IpsecSpiLength,
        _ => null,
    };
}
