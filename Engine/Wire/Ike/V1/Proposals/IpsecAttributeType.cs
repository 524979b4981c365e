namespace Pipeline.Engine.Wire.Ike.V1.Proposals;

/// <summary>Attributes of phase 2 transforms (RFC 2407 §4.5 and IANA "isakmp-registry").</summary>
public enum IpsecAttributeType
{
    /// <summary>What the next life duration counts: a <see cref="Proposals.LifeType"/>.</summary>
    LifeType = 1,

    /// <summary>How long the SA lives.</summary>
    LifeDuration = 2,

    /// <summary>Group description: perfect forward secrecy with this Diffie-Hellman group.</summary>
    GroupDescription = 3,

    /// <summary>Encapsulation mode: an <see cref="Proposals.EncapsulationMode"/>.</summary>
    EncapsulationMode = 4,

    /// <summary>Authentication algorithm: HMAC-MD5 is 1, HMAC-SHA-1 2, SHA-2 5 to 7; other numbers than those of AH transforms.</summary>
    AuthenticationAlgorithm = 5,

    /// <summary>Bits of key, for ciphers that take several lengths.</summary>
    KeyLength = 6,

    /// <summary>Rounds, for ciphers that take several.</summary>
    KeyRounds = 7,

    /// <summary>Compress dictionary size.</summary>
    CompressDictionarySize = 8,

    /// <summary>Compress private algorithm.</summary>
    CompressPrivateAlgorithm = 9,

    /// <summary>ECN tunnel (RFC 3168 §9.2.2).</summary>
    EcnTunnel = 10,

    /// <summary>1 for sequence numbers of 64 bits (RFC 4304 §3).</summary>
    ExtendedSequenceNumber = 11,
}
