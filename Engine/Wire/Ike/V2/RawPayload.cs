namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>A payload whose body is not looked at: CP, EAP, and those that we do not know and may skip (RFC 7296 §2.5).</summary>
/// <param name="Type">Its type.</param>
/// <param name="Body">Its body, as it came.</param>
public sealed record RawPayload(PayloadType Type, Octets Body) : IkePayload(Type)
{
    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer) => writer.Write(Body.Span);
}
