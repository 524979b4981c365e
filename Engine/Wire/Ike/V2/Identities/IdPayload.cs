namespace Pipeline.Engine.Wire.Ike.V2.Identities;

/// <summary>IDi or IDr: who the sender says it is, or whom it wants to talk to (RFC 7296 §3.5).</summary>
/// <remarks>
/// <code>
/// |   ID Type     |                 RESERVED                      |
/// ~                   Identification Data                         ~
/// </code>
/// </remarks>
/// <param name="Type"><see cref="PayloadType.IdInitiator"/> or <see cref="PayloadType.IdResponder"/>.</param>
/// <param name="Body">All of the body, reserved bits as they came, because AUTH covers it (RFC 7296 §2.15); at least 4 bytes.</param>
public sealed record IdPayload(PayloadType Type, Octets Body) : IkePayload(Type)
{
    private const int IdentityOffset = 4;

    /// <summary>What kind of identity; may be a number that has no name here.</summary>
    public IdType Kind => (IdType)Body.Span[0];

    /// <summary>The identification data.</summary>
    public Octets Identity => Body.Slice(IdentityOffset);

    /// <summary>An identity to send.</summary>
    public static IdPayload Of(PayloadType type, IdType kind, ReadOnlySpan<byte> identity) =>
        new(type, (byte[])[(byte)kind, 0, 0, 0, .. identity]);

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static IdPayload? TryRead(PayloadType type, Octets body, out IkeReadError error)
    {
        error = body.Length < IdentityOffset ? IkeReadError.BodyTooShort : IkeReadError.None;
        return error == IkeReadError.None ? new IdPayload(type, body) : null;
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer) => writer.Write(Body.Span);
}
