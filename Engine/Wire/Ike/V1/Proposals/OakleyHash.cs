namespace Pipeline.Engine.Wire.Ike.V1.Proposals;

/// <summary>Hash algorithms of phase 1 (RFC 2409 appendix A and IANA "ipsec-registry").</summary>
public enum OakleyHash
{
    /// <summary>MD5.</summary>
    Md5 = 1,

    /// <summary>SHA-1.</summary>
    Sha1 = 2,

    /// <summary>Tiger.</summary>
    Tiger = 3,

    /// <summary>SHA2-256.</summary>
    Sha256 = 4,

    /// <summary>SHA2-384.</summary>
    Sha384 = 5,

    /// <summary>SHA2-512.</summary>
    Sha512 = 6,
}
