namespace Pipeline.Engine.Wire.Ike.V1.Identities;

/// <summary>Kinds of identity (RFC 2407 §4.6.2.1 and IANA "isakmp-registry").</summary>
public enum IdType
{
    /// <summary>ID_IPV4_ADDR: 4 bytes.</summary>
    Ipv4Address = 1,

    /// <summary>ID_FQDN: a domain name, ASCII.</summary>
    Fqdn = 2,

    /// <summary>ID_USER_FQDN: a mail address, ASCII.</summary>
    UserFqdn = 3,

    /// <summary>ID_IPV4_ADDR_SUBNET: address and mask, 4 bytes each.</summary>
    Ipv4Subnet = 4,

    /// <summary>ID_IPV6_ADDR: 16 bytes.</summary>
    Ipv6Address = 5,

    /// <summary>ID_IPV6_ADDR_SUBNET: address and mask, 16 bytes each.</summary>
    Ipv6Subnet = 6,

    /// <summary>ID_IPV4_ADDR_RANGE: first and last address, 4 bytes each.</summary>
    Ipv4Range = 7,

    /// <summary>ID_IPV6_ADDR_RANGE: first and last address, 16 bytes each.</summary>
    Ipv6Range = 8,

    /// <summary>ID_DER_ASN1_DN: an X.500 name, DER.</summary>
    DerAsn1Dn = 9,

    /// <summary>ID_DER_ASN1_GN: an X.509 general name, DER.</summary>
    DerAsn1Gn = 10,

    /// <summary>ID_KEY_ID: bytes that the two agree on.</summary>
    KeyId = 11,

    /// <summary>ID_LIST: several identities (RFC 3554 §3).</summary>
    List = 12,
}
