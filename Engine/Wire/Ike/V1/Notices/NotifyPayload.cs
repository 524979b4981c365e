using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike.V1.Notices;

/// <summary>N: an error or a status (RFC 2408 §3.14).</summary>
/// <remarks>
/// <code>
/// |             Domain of Interpretation (1 = IPsec)              |
/// |  Protocol-ID  |   SPI Size    |      Notify Message Type      |
/// ~                Security Parameter Index (SPI)                 ~
/// ~                       Notification Data                       ~
/// </code>
/// The domain is not kept: 0 and 1 are the only ones, and their numbers do not contradict each other.
/// </remarks>
/// <param name="Notify">What is notified; may be a number that has no name here.</param>
/// <param name="Protocol">What it is about.</param>
/// <param name="Spi">The SPI that it is about: both cookies for phase 1, 4 bytes for ESP and AH, or nothing.</param>
/// <param name="Content">The notification data.</param>
public sealed record NotifyPayload(NotifyType Notify, IsakmpProtocol Protocol, Octets Spi, Octets Content)
    : IsakmpPayload(IsakmpPayloadType.Notification)
{
    private const ushort FirstStatus = 16_384;
    private const int ProtocolOffset = DomainOfInterpretation.Length;
    private const int SpiLengthOffset = ProtocolOffset + 1;
    private const int NotifyOffset = SpiLengthOffset + 1;
    private const int SpiOffset = NotifyOffset + sizeof(ushort);

    /// <summary>True for errors, false for statuses (RFC 2408 §3.14.1).</summary>
    public bool IsError => (int)Notify < FirstStatus;

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static NotifyPayload? TryRead(Octets body, out IkeReadError error)
    {
        ReadOnlySpan<byte> fields = body.Span;
        error = IkeReadError.BodyTooShort;
        if (fields.Length < SpiOffset || fields.Length < SpiOffset + fields[SpiLengthOffset])
        {
            return null;
        }

        error = IkeReadError.UnsupportedDoi;
        if (BinaryPrimitives.ReadUInt32BigEndian(fields) > DomainOfInterpretation.Ipsec)
        {
            return null;
        }

        error = IkeReadError.None;
        int spiLength = fields[SpiLengthOffset];
        return new NotifyPayload(
            (NotifyType)BinaryPrimitives.ReadUInt16BigEndian(fields[NotifyOffset..]),
            (IsakmpProtocol)fields[ProtocolOffset],
            body.Slice(SpiOffset, spiLength),
            body.Slice(SpiOffset + spiLength));
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write(DomainOfInterpretation.Ipsec);
        writer.Write((byte)Protocol);
        writer.Write((byte)Spi.Length);
        writer.Write((ushort)Notify);
        writer.Write(Spi.Span);
        writer.Write(Content.Span);
    }
}
