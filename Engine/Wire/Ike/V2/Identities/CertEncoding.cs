namespace Pipeline.Engine.Wire.Ike.V2.Identities;

/// <summary>Certificate encodings (RFC 7296 §3.6 and IANA "ikev2-parameters").</summary>
public enum CertEncoding
{
    /// <summary>PKCS #7 wrapped certificate; RFC 7296 leaves it unspecified.</summary>
    Pkcs7 = 1,

    /// <summary>One X.509 certificate, DER.</summary>
    X509Signature = 4,

    /// <summary>A certificate revocation list, DER.</summary>
    Crl = 7,

    /// <summary>Hash and URL of a certificate.</summary>
    HashAndUrl = 12,

    /// <summary>Hash and URL of a bundle.</summary>
    HashAndUrlOfBundle = 13,

    /// <summary>An OCSP response (RFC 4806).</summary>
    OcspContent = 14,

    /// <summary>A public key without certificate (RFC 7670).</summary>
    RawPublicKey = 15,
}
