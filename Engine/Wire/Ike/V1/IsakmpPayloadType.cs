namespace Pipeline.Engine.Wire.Ike.V1;

/// <summary>Payload types of IKEv1 (RFC 2408 §3.1, RFC 3947 §3.2, IANA "isakmp-registry"), and private ones that peers use.</summary>
public enum IsakmpPayloadType
{
    /// <summary>No payload follows.</summary>
    None = 0,

    /// <summary>SA: security association.</summary>
    SecurityAssociation = 1,

    /// <summary>P: a proposal; only inside an SA payload.</summary>
    Proposal = 2,

    /// <summary>T: a transform; only inside a proposal.</summary>
    Transform = 3,

    /// <summary>KE: key exchange.</summary>
    KeyExchange = 4,

    /// <summary>ID: identification.</summary>
    Identification = 5,

    /// <summary>CERT: certificate.</summary>
    Certificate = 6,

    /// <summary>CR: certificate request.</summary>
    CertificateRequest = 7,

    /// <summary>HASH.</summary>
    Hash = 8,

    /// <summary>SIG: signature.</summary>
    Signature = 9,

    /// <summary>NONCE.</summary>
    Nonce = 10,

    /// <summary>N: notification.</summary>
    Notification = 11,

    /// <summary>D: delete.</summary>
    Delete = 12,

    /// <summary>VID: vendor ID.</summary>
    VendorId = 13,

    /// <summary>ATTR: mode config and XAUTH (draft-ietf-ipsec-isakmp-mode-cfg-05 §3.2).</summary>
    Attributes = 14,

    /// <summary>NAT-D: NAT discovery (RFC 3947 §3.2).</summary>
    NatDiscovery = 20,

    /// <summary>NAT-OA: NAT original address (RFC 3947 §5.2).</summary>
    NatOriginalAddress = 21,

    /// <summary>GSS: a token of GSS-API (draft-ietf-ipsec-isakmp-gss-auth-07 §4).</summary>
    GssToken = 129,

    /// <summary>NAT-D as drafts 02 and 03 of RFC 3947 number it.</summary>
    NatDiscoveryOfDraft = 130,

    /// <summary>NAT-OA as drafts 02 and 03 of RFC 3947 number it.</summary>
    NatOriginalAddressOfDraft = 131,

    /// <summary>A piece of a message that was cut (MS-IKEE).</summary>
    Fragment = 132,
}
