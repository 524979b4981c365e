namespace Pipeline.Engine.Wire.Ike.V1.Proposals;

/// <summary>Authentication methods of phase 1 (RFC 2409 appendix A, IANA "ipsec-registry", and private ones that peers use).</summary>
public enum OakleyAuthMethod
{
    /// <summary>Pre-shared key.</summary>
    PresharedKey = 1,

    /// <summary>DSS signatures.</summary>
    DssSignature = 2,

    /// <summary>RSA signatures.</summary>
    RsaSignature = 3,

    /// <summary>Encryption with RSA.</summary>
    RsaEncryption = 4,

    /// <summary>Revised encryption with RSA.</summary>
    RevisedRsaEncryption = 5,

    /// <summary>ECDSA with SHA-256 on P-256 (RFC 4754).</summary>
    EcdsaSha256 = 9,

    /// <summary>ECDSA with SHA-384 on P-384 (RFC 4754).</summary>
    EcdsaSha384 = 10,

    /// <summary>ECDSA with SHA-512 on P-521 (RFC 4754).</summary>
    EcdsaSha512 = 11,

    /// <summary>Hybrid: RSA signature of the responder, XAUTH of the initiator; proposed by the initiator.</summary>
    HybridInitiatorRsa = 64_221,

    /// <summary>The same, proposed by the responder.</summary>
    HybridResponderRsa = 64_222,

    /// <summary>
    /// Two things of one number: XAUTH of the initiator behind a pre-shared key, or Kerberos over GSS-API. It is Kerberos only for a
    /// peer that sent a GSS-API vendor ID.
    /// </summary>
    XauthInitiatorPresharedOrKerberos = 65_001,

    /// <summary>XAUTH of the responder behind a pre-shared key.</summary>
    XauthResponderPreshared = 65_002,

    /// <summary>XAUTH of the initiator behind RSA signatures.</summary>
    XauthInitiatorRsa = 65_005,

    /// <summary>XAUTH of the responder behind RSA signatures.</summary>
    XauthResponderRsa = 65_006,
}
