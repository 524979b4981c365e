namespace Pipeline.Engine.Wire.Ike.V2.Identities;

/// <summary>AUTH: proves an identity (RFC 7296 §3.8).</summary>
/// <remarks>
/// <code>
/// | Auth Method   |                 RESERVED                      |
/// ~                      Authentication Data                      ~
/// </code>
/// </remarks>
/// <param name="Method">How; may be a number that has no name here.</param>
/// <param name="Proof">The authentication data; for method 14 it is a <see cref="DigitalSignature"/>.</param>
public sealed record AuthPayload(AuthMethod Method, Octets Proof) : IkePayload(PayloadType.Authentication)
{
    private const int ProofOffset = 4;

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static AuthPayload? TryRead(Octets body, out IkeReadError error)
    {
        error = body.Length < ProofOffset ? IkeReadError.BodyTooShort : IkeReadError.None;
        return error == IkeReadError.None ? new AuthPayload((AuthMethod)body.Span[0], body.Slice(ProofOffset)) : null;
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write((byte)Method);
        writer.Take(ProofOffset - 1);
        writer.Write(Proof.Span);
    }
}
