namespace Pipeline.Engine.Wire.Ike.V1.Identities;

/// <summary>Certificate types (RFC 2408 §3.9).</summary>
public enum CertEncoding
{
    /// <summary>PKCS #7 wrapped X.509 certificate.</summary>
    Pkcs7 = 1,

    /// <summary>PGP certificate.</summary>
    Pgp = 2,

    /// <summary>DNS signed key.</summary>
    DnsSignedKey = 3,

    /// <summary>X.509 certificate for signatures, DER.</summary>
    X509Signature = 4,

    /// <summary>X.509 certificate for key exchange, DER.</summary>
    X509KeyExchange = 5,

    /// <summary>Kerberos tokens.</summary>
    KerberosTokens = 6,

    /// <summary>A certificate revocation list, DER.</summary>
    Crl = 7,

    /// <summary>An authority revocation list, DER.</summary>
    Arl = 8,

    /// <summary>SPKI certificate.</summary>
    Spki = 9,

    /// <summary>X.509 attribute certificate.</summary>
    X509Attribute = 10,
}
