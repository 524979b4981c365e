using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike.V1.Notices;

/// <summary>ATTR: mode config and XAUTH (draft-ietf-ipsec-isakmp-mode-cfg-05 §3.2).</summary>
/// <remarks>
/// <code>
/// |     Type      |   RESERVED    |          Identifier           |
/// ~                          Attributes                           ~
/// </code>
/// Attributes may be passwords: they are never shown.
/// </remarks>
/// <param name="Kind">What the sender wants; may be a number that has no name here.</param>
/// <param name="Identifier">The same in the answer.</param>
/// <param name="Attributes">Attributes, known or not; requests have them empty.</param>
public sealed record AttributesPayload(AttributesKind Kind, ushort Identifier, ValueList<SaAttributeValue> Attributes)
    : IsakmpPayload(IsakmpPayloadType.Attributes)
{
    private const int IdentifierOffset = 2;
    private const int AttributesOffset = 4;

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static AttributesPayload? TryRead(Octets body, out IkeReadError error)
    {
        error = IkeReadError.BodyTooShort;
        if (body.Length < AttributesOffset)
        {
            return null;
        }

        error = IkeReadError.BadLength;
        if (SaAttributeValue.TryReadList(body.Slice(AttributesOffset)) is not { } attributes)
        {
            return null;
        }

        error = IkeReadError.None;
        return new AttributesPayload(
            (AttributesKind)body.Span[0], BinaryPrimitives.ReadUInt16BigEndian(body.Span[IdentifierOffset..]), [.. attributes]);
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write((byte)Kind);
        writer.Take(1);
        writer.Write(Identifier);
        foreach (SaAttributeValue attribute in Attributes)
        {
            attribute.Write(writer);
        }
    }
}
