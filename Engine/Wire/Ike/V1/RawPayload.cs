namespace Pipeline.Engine.Wire.Ike.V1;

/// <summary>
/// A payload whose body has no parts: KE, HASH, SIG, NONCE, VID, NAT-D and GSS tokens (RFC 2408 §3.7, §3.11 to §3.13, §3.16), and
/// those that we do not know and skip.
/// </summary>
/// <param name="Type">Its type.</param>
/// <param name="Body">Its body, as it came.</param>
public sealed record RawPayload(IsakmpPayloadType Type, Octets Body) : IsakmpPayload(Type)
{
    /// <summary>Bytes of the shortest nonce (RFC 2409 §5).</summary>
    public const int MinimumNonceLength = 8;

    /// <summary>Bytes of the longest nonce (RFC 2409 §5).</summary>
    public const int MaximumNonceLength = 256;

    /// <summary>Reads a nonce.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static RawPayload? TryReadNonce(Octets body, out IkeReadError error)
    {
        error = body.Length is < MinimumNonceLength or > MaximumNonceLength ? IkeReadError.BadNonceLength : IkeReadError.None;
        return error == IkeReadError.None ? new RawPayload(IsakmpPayloadType.Nonce, body) : null;
    }

    /// <summary>Reads a payload that says nothing without a body: KE, HASH and SIG.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static RawPayload? TryReadFilled(IsakmpPayloadType type, Octets body, out IkeReadError error)
    {
        error = body.IsEmpty ? IkeReadError.BodyTooShort : IkeReadError.None;
        return body.IsEmpty ? null : new RawPayload(type, body);
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer) => writer.Write(Body.Span);
}
