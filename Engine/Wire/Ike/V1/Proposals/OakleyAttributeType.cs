namespace Pipeline.Engine.Wire.Ike.V1.Proposals;

/// <summary>Attributes of phase 1 transforms (RFC 2409 appendix A and IANA "ipsec-registry").</summary>
public enum OakleyAttributeType
{
    /// <summary>Encryption algorithm: an <see cref="OakleyEncryption"/>.</summary>
    EncryptionAlgorithm = 1,

    /// <summary>Hash algorithm: an <see cref="OakleyHash"/>.</summary>
    HashAlgorithm = 2,

    /// <summary>Authentication method: an <see cref="OakleyAuthMethod"/>.</summary>
    AuthenticationMethod = 3,

    /// <summary>Group description: the number of a Diffie-Hellman group, the same in IKEv2.</summary>
    GroupDescription = 4,

    /// <summary>Group type, of a group that the message itself defines.</summary>
    GroupType = 5,

    /// <summary>Prime, or irreducible polynomial, of such a group.</summary>
    GroupPrime = 6,

    /// <summary>Generator one of such a group.</summary>
    GroupGeneratorOne = 7,

    /// <summary>Generator two of such a group.</summary>
    GroupGeneratorTwo = 8,

    /// <summary>Curve A of such a group.</summary>
    GroupCurveA = 9,

    /// <summary>Curve B of such a group.</summary>
    GroupCurveB = 10,

    /// <summary>What the next life duration counts: a <see cref="Proposals.LifeType"/>.</summary>
    LifeType = 11,

    /// <summary>How long the SA lives.</summary>
    LifeDuration = 12,

    /// <summary>PRF; none is defined, it is HMAC of the hash.</summary>
    Prf = 13,

    /// <summary>Bits of key, for ciphers that take several lengths.</summary>
    KeyLength = 14,

    /// <summary>Bits of field size, of a group that the message itself defines.</summary>
    FieldSize = 15,

    /// <summary>Order of such a group.</summary>
    GroupOrder = 16,

    /// <summary>Name of the sender's service, UTF-16LE (draft-ietf-ipsec-isakmp-gss-auth-07 §4).</summary>
    GssIdentity = 16_384,
}
