namespace Pipeline.Engine.Wire.Ike.V1.Identities;

/// <summary>CERT: a certificate, or CR: which authority's certificate is asked for (RFC 2408 §3.9, §3.10).</summary>
/// <remarks>
/// <code>
/// | Cert Encoding |
/// ~          Certificate Data, or Certificate Authority           ~
/// </code>
/// </remarks>
/// <param name="Type"><see cref="IsakmpPayloadType.Certificate"/> or <see cref="IsakmpPayloadType.CertificateRequest"/>.</param>
/// <param name="Encoding">What it is; may be a number that has no name here.</param>
/// <param name="Content">
/// The certificate; of a request, the X.500 name of the authority as DER (RFC 4945 §3.2.5), and nothing where any will do.
/// </param>
public sealed record CertPayload(IsakmpPayloadType Type, CertEncoding Encoding, Octets Content) : IsakmpPayload(Type)
{
    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static CertPayload? TryRead(IsakmpPayloadType type, Octets body, out IkeReadError error)
    {
        error = body.IsEmpty ? IkeReadError.BodyTooShort : IkeReadError.None;
        return body.IsEmpty ? null : new CertPayload(type, (CertEncoding)body.Span[0], body.Slice(1));
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write((byte)Encoding);
        writer.Write(Content.Span);
    }
}
