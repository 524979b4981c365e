namespace Pipeline.Engine.Wire.Ike.V1.Proposals;

/// <summary>Encryption algorithms of phase 1 (RFC 2409 appendix A, RFC 3602 §5.1 and IANA "ipsec-registry"), all in CBC mode.</summary>
public enum OakleyEncryption
{
    /// <summary>DES-CBC.</summary>
    Des = 1,

    /// <summary>IDEA-CBC.</summary>
    Idea = 2,

    /// <summary>Blowfish-CBC.</summary>
    Blowfish = 3,

    /// <summary>RC5-R16-B64-CBC.</summary>
    Rc5 = 4,

    /// <summary>3DES-CBC.</summary>
    TripleDes = 5,

    /// <summary>CAST-CBC.</summary>
    Cast = 6,

    /// <summary>AES-CBC; needs a key length.</summary>
    Aes = 7,

    /// <summary>CAMELLIA-CBC; needs a key length.</summary>
    Camellia = 8,
}
