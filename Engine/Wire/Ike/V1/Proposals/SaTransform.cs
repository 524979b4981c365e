namespace Pipeline.Engine.Wire.Ike.V1.Proposals;

/// <summary>One complete choice of a proposal: an algorithm and everything that goes with it (RFC 2408 §3.6).</summary>
/// <remarks>
/// <code>
/// | 0 (last) or 3 |   RESERVED    |         Payload Length        |
/// |  Transform #  |  Transform-Id |           RESERVED2           |
/// ~                        SA Attributes                          ~
/// </code>
/// </remarks>
/// <param name="Number">Its number; the chosen one keeps it.</param>
/// <param name="Id">
/// KEY_IKE in phase 1, else an algorithm of the proposal's protocol (RFC 2407 §4.4.2 to §4.4.5).
/// </param>
/// <param name="Attributes">Attributes, known or not; the answer must have the same (RFC 2408 §4.2).</param>
public sealed record SaTransform(byte Number, byte Id, ValueList<SaAttributeValue> Attributes)
{
    /// <summary>KEY_IKE: what phase 1 proposes (RFC 2407 §4.4.2).</summary>
    public const byte KeyIke = 1;

    /// <summary>The first byte when more transforms follow: the type of a transform payload.</summary>
    internal const byte MoreMark = (byte)IsakmpPayloadType.Transform;

    private const int AttributesOffset = 4;

    /// <summary>The value of the first attribute of a type of phase 1, or null when it is not there or is no number.</summary>
    public ulong? Find(OakleyAttributeType type) => Find((int)type);

    /// <summary>The value of the first attribute of a type of phase 2, or null when it is not there or is no number.</summary>
    public ulong? Find(IpsecAttributeType type) => Find((int)type);

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
        return new SaTransform(body.Span[0], body.Span[1], [.. attributes]);
    }

    /// <summary>Writes it.</summary>
    internal void Write(PayloadWriter writer, bool isLast)
    {
        int start = writer.Begin(isLast ? (byte)0 : MoreMark);
        writer.Write(Number);
        writer.Write(Id);
        writer.Take(sizeof(ushort));
        foreach (SaAttributeValue attribute in Attributes)
        {
            attribute.Write(writer);
        }

        writer.End(start);
    }

    private ulong? Find(int type) => Attributes.FirstOrDefault(attribute => attribute.Type == type)?.Number;
}
