using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>D: SAs that the sender has deleted (RFC 7296 §3.11).</summary>
/// <remarks>
/// <code>
/// |  Protocol ID  |   SPI Size    |          Num of SPIs          |
/// |              Security Parameter Index(es) (SPI)               |
/// </code>
/// </remarks>
/// <param name="Protocol">What they are; <see cref="ProtocolId.Ike"/> for the IKE SA that carries the message.</param>
/// <param name="Spis">The sender's inbound SPIs, host order; none for IKE.</param>
public sealed record DeletePayload(ProtocolId Protocol, ValueList<uint> Spis) : IkePayload(PayloadType.Delete)
{
    private const int SpisOffset = 4;
    private const int SpiLength = sizeof(uint);

    /// <summary>The IKE SA that carries the message.</summary>
    public static DeletePayload IkeSa { get; } = new(ProtocolId.Ike, []);

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

        var protocol = (ProtocolId)fields[0];
        int count = BinaryPrimitives.ReadUInt16BigEndian(fields[2..]);
        error = Judge(protocol, spiLength: fields[1], count, fields.Length - SpisOffset);
        if (error != IkeReadError.None)
        {
            return null;
        }

        var spis = new uint[count];
        for (int index = 0; index < count; index++)
        {
            spis[index] = BinaryPrimitives.ReadUInt32BigEndian(fields[(SpisOffset + (index * SpiLength))..]);
        }

        return new DeletePayload(protocol, [.. spis]);
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write((byte)Protocol);
        writer.Write((byte)(Protocol == ProtocolId.Ike ? 0 : SpiLength));
        writer.Write((ushort)Spis.Count);
        foreach (uint spi in Spis)
        {
            writer.Write(spi);
        }
    }

    private static IkeReadError Judge(ProtocolId protocol, int spiLength, int count, int length)
    {
        int expected = protocol == ProtocolId.Ike ? 0 : SpiLength;
        if (spiLength != expected || (expected == 0 && count != 0))
        {
            return IkeReadError.BadSpiLength;
        }

        return length == count * spiLength ? IkeReadError.None : IkeReadError.BadCount;
    }
}
