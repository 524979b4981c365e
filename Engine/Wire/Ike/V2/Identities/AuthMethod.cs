namespace Pipeline.Engine.Wire.Ike.V2.Identities;

/// <summary>Authentication methods (RFC 7296 §3.8 and IANA "ikev2-parameters").</summary>
public enum AuthMethod
{
    /// <summary>RSA signature, PKCS #1 v1.5.</summary>
    RsaSignature = 1,

    /// <summary>Shared key: prf over the secret; also what ends EAP.</summary>
    SharedKey = 2,

    /// <summary>ECDSA with SHA-256 on P-256 (RFC 4754).</summary>
    EcdsaSha256 = 9,

    /// <summary>ECDSA with SHA-384 on P-384 (RFC 4754).</summary>
    EcdsaSha384 = 10,

    /// <summary>ECDSA with SHA-512 on P-521 (RFC 4754).</summary>
    EcdsaSha512 = 11,

    /// <summary>NULL authentication (RFC 7619).</summary>
    Null = 13,

    /// <summary>Digital signature: says its algorithm itself (RFC 7427); see <see cref="DigitalSignature"/>.</summary>
    DigitalSignature = 14,
}
