namespace Pipeline.Engine.Wire.Ike;

/// <summary>Payload types (RFC 7296 §3.2 and IANA "ikev2-parameters"). Those of IKEv1 are below 33.</summary>
public enum PayloadType
{
    /// <summary>No payload follows.</summary>
    None = 0,

    /// <summary>SA: security association.</summary>
    SecurityAssociation = 33,

    /// <summary>KE: key exchange.</summary>
    KeyExchange = 34,

    /// <summary>IDi: identification of the initiator.</summary>
    IdInitiator = 35,

    /// <summary>IDr: identification of the responder.</summary>
    IdResponder = 36,

    /// <summary>CERT: certificate.</summary>
    Certificate = 37,

    /// <summary>CERTREQ: certificate request.</summary>
    CertificateRequest = 38,

    /// <summary>AUTH: authentication.</summary>
    Authentication = 39,

    /// <summary>Ni, Nr: nonce.</summary>
    Nonce = 40,

    /// <summary>N: notify.</summary>
    Notify = 41,

    /// <summary>D: delete.</summary>
    Delete = 42,

    /// <summary>V: vendor ID.</summary>
    VendorId = 43,

    /// <summary>TSi: traffic selectors of the initiator.</summary>
    TsInitiator = 44,

    /// <summary>TSr: traffic selectors of the responder.</summary>
    TsResponder = 45,

    /// <summary>SK: encrypted and authenticated.</summary>
    Encrypted = 46,

    /// <summary>CP: configuration.</summary>
    Configuration = 47,

    /// <summary>EAP: extensible authentication.</summary>
    Eap = 48,

    /// <summary>SKF: encrypted and authenticated fragment (RFC 7383 §2.5).</summary>
    EncryptedFragment = 53,
}
