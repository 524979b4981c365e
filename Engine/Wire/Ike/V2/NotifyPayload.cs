using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>N: an error or a status (RFC 7296 §3.10).</summary>
/// <remarks>
/// <code>
/// |  Protocol ID  |   SPI Size    |      Notify Message Type      |
/// |               Security Parameter Index (SPI)                  |
/// |                       Notification Data                       |
/// </code>
/// </remarks>
/// <param name="Notify">What is notified; may be a number that has no name here.</param>
/// <param name="Content">The notification data.</param>
public sealed record NotifyPayload(NotifyType Notify, Octets Content = default) : IkePayload(PayloadType.Notify)
{
    private const ushort FirstStatus = 16_384;
    private const int SpiOffset = 4;

    /// <summary>The protocol of <see cref="Spi"/>; means nothing without one.</summary>
    public ProtocolId Protocol { get; init; }

    /// <summary>The SPI of the Child SA that it is about; mostly empty.</summary>
    public Octets Spi { get; init; }

    /// <summary>True for errors, false for statuses (RFC 7296 §3.10.1).</summary>
    public bool IsError => (int)Notify < FirstStatus;

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static NotifyPayload? TryRead(Octets body, out IkeReadError error)
    {
        error = IkeReadError.BodyTooShort;
        if (body.Length < SpiOffset || body.Length < SpiOffset + body.Span[1])
        {
            return null;
        }

        error = IkeReadError.None;
        ReadOnlySpan<byte> fields = body.Span;
        int spiLength = fields[1];
        return new NotifyPayload((NotifyType)BinaryPrimitives.ReadUInt16BigEndian(fields[2..]), body.Slice(SpiOffset + spiLength))
        {
            Protocol = (ProtocolId)fields[0],
            Spi = body.Slice(SpiOffset, spiLength),
        };
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write((byte)Protocol);
        writer.Write((byte)Spi.Length);
        writer.Write((ushort)Notify);
        writer.Write(Spi.Span);
        writer.Write(Content.Span);
    }
}
