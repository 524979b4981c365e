namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>SK: other payloads, encrypted and authenticated (RFC 7296 §3.14). Always the last of its message.</summary>
/// <remarks>
/// <code>
/// |                     Initialization Vector                     |
/// ~                    Encrypted IKE Payloads                     ~
/// |               |             Padding (0-255 octets)            |
/// |                                               |  Pad Length   |
/// ~                    Integrity Checksum Data                    ~
/// </code>
/// </remarks>
/// <param name="FirstInside">The type of the first payload inside.</param>
/// <param name="Body">IV, ciphertext and ICV; how long each is depends on the suite.</param>
public sealed record EncryptedPayload(PayloadType FirstInside, Octets Body) : IkePayload(PayloadType.Encrypted)
{
    /// <inheritdoc/>
    internal override PayloadType NextWhenLast => FirstInside;

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer) => writer.Write(Body.Span);
}
