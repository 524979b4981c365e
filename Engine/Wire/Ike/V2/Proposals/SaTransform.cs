using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike.V2.Proposals;

/// <summary>One algorithm of a proposal (RFC 7296 §3.3.2).</summary>
/// <remarks>
/// <code>
/// | 0 (last) or 3 |   RESERVED    |        Transform Length       |
/// |Transform Type |   RESERVED    |          Transform ID         |
/// ~                      Transform Attributes                     ~
/// </code>
/// </remarks>
/// <param name="Type">What it is for; may be a number that has no name here.</param>
/// <param name="Id">Which algorithm: an IANA number of that type.</param>
/// <param name="Attributes">Mostly none, or the key length.</param>
public sealed record SaTransform(TransformType Type, ushort Id, ValueList<SaAttributeValue> Attributes = default)
{
    /// <summary>The first byte when more transforms follow.</summary>
    internal const byte MoreMark = 3;

    private const int AttributesOffset = 4;

    /// <summary>Bits of key that it asks for; null when it does not say.</summary>
    public int? KeyBits => Attributes.FirstOrDefault(IsKeyLength) is { } attribute
        ? BinaryPrimitives.ReadUInt16BigEndian(attribute.Value.Span)
        : null;

    /// <summary>
    /// True when it has anything but one key length: a responder must not choose a transform with an attribute that it does not
    /// understand (RFC 7296 §3.3.6).
    /// </summary>
    public bool HasUnknownAttributes => Attributes.Count > 1 || (Attributes.Count == 1 && !IsKeyLength(Attributes[0]));

    /// <summary>A transform with or without a key length.</summary>
    public static SaTransform Of(TransformType type, int id, int? keyBits = null) =>
        new(type, (ushort)id, keyBits is { } bits ? [SaAttributeValue.KeyLength(bits)] : []);

    /// <summary>Reads a body.</summary>
    /// <returns>The transform, or null with a reason.</returns>
    internal static SaTransform? TryRead(Octets body, out IkeReadError error)
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
        return new SaTransform((TransformType)body.Span[0], BinaryPrimitives.ReadUInt16BigEndian(body.Span[2..]), [.. attributes]);
    }

    /// <summary>Writes it.</summary>
    internal void Write(PayloadWriter writer, bool isLast)
    {
        int start = writer.Begin(isLast ? (byte)0 : MoreMark);
        writer.Write((byte)Type);
        writer.Take(1);
        writer.Write(Id);
        foreach (SaAttributeValue attribute in Attributes)
        {
            attribute.Write(writer);
        }

        writer.End(start);
    }

    private static bool IsKeyLength(SaAttributeValue attribute) => attribute is { Type: SaAttributeValue.KeyLengthType, IsShort: true };
}
