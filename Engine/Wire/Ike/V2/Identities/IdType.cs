namespace Pipeline.Engine.Wire.Ike.V2.Identities;

/// <summary>Kinds of identity (RFC 7296 §3.5 and IANA "ikev2-parameters").</summary>
public enum IdType
{
    /// <summary>ID_IPV4_ADDR: 4 bytes.</summary>
    Ipv4Address = 1,

    /// <summary>ID_FQDN: a domain name, ASCII.</summary>
    Fqdn = 2,

    /// <summary>ID_RFC822_ADDR: a mail address, ASCII.</summary>
    Rfc822Address = 3,

    /// <summary>ID_IPV6_ADDR: 16 bytes.</summary>
    Ipv6Address = 5,

    /// <summary>ID_DER_ASN1_DN: an X.500 name, DER.</summary>
    DerAsn1Dn = 9,

    /// <summary>ID_DER_ASN1_GN: an X.509 general name, DER.</summary>
    DerAsn1Gn = 10,

    /// <summary>ID_KEY_ID: bytes that the two agree on.</summary>
    KeyId = 11,

    /// <summary>ID_NULL: none, with NULL authentication (RFC 7619).</summary>
    Null = 13,
}
