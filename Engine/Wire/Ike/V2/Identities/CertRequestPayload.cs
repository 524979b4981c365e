namespace Pipeline.Engine.Wire.Ike.V2.Identities;

/// <summary>CERTREQ: certificates of which authorities the sender accepts (RFC 7296 §3.7).</summary>
/// <remarks>
/// <code>
/// | Cert Encoding |
/// ~                    Certification Authority                    ~
/// </code>
/// </remarks>
/// <param name="Encoding">What is asked for; may be a number that has no name here.</param>
/// <param name="Authorities">SHA-1 hashes of the authorities' public keys, 20 bytes each, one behind the other; none for any.</param>
public sealed record CertRequestPayload(CertEncoding Encoding, Octets Authorities) : IkePayload(PayloadType.CertificateRequest)
{
    private const int HashLength = 20;

    /// <summary>The hashes one by one; a broken one at the end is left out, because a request is only a hint.</summary>
    public IEnumerable<Octets> AuthorityHashes
    {
        get
        {
            for (int offset = 0; offset + HashLength <= Authorities.Length; offset += HashLength)
            {
                yield return Authorities.Slice(offset, HashLength);
            }
        }
    }

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static CertRequestPayload? TryRead(Octets body, out IkeReadError error)
    {
        error = body.IsEmpty ? IkeReadError.BodyTooShort : IkeReadError.None;
        return body.IsEmpty ? null : new CertRequestPayload((CertEncoding)body.Span[0], body.Slice(1));
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write((byte)Encoding);
        writer.Write(Authorities.Span);
    }
}
