namespace Pipeline.Engine.Wire.Ike.V2.Identities;

/// <summary>CERT: a certificate, or what belongs to one (RFC 7296 §3.6).</summary>
/// <remarks>
/// <code>
/// | Cert Encoding |
/// ~                       Certificate Data                        ~
/// </code>
/// </remarks>
/// <param name="Encoding">What it is; may be a number that has no name here.</param>
/// <param name="Certificate">The certificate data.</param>
public sealed record CertPayload(CertEncoding Encoding, Octets Certificate) : IkePayload(PayloadType.Certificate)
{
    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static CertPayload? TryRead(Octets body, out IkeReadError error)
    {
        error = body.IsEmpty ? IkeReadError.BodyTooShort : IkeReadError.None;
        return body.IsEmpty ? null : new CertPayload((CertEncoding)body.Span[0], body.Slice(1));
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write((byte)Encoding);
        writer.Write(Certificate.Span);
    }
}
