namespace Pipeline.Crypto.Signatures;

/// <summary>Hash functions of signatures, by their numbers in SIGNATURE_HASH_ALGORITHMS (RFC 7427 §7, RFC 8420 §3).</summary>
public enum SignatureHash : ushort
{
    /// <summary>No hash function, or one that has no number.</summary>
    None = 0,

    /// <summary>SHA-1: legacy, and only to verify.</summary>
    Sha1 = 1,

    /// <summary>SHA2-256.</summary>
    Sha256 = 2,

    /// <summary>SHA2-384.</summary>
    Sha384 = 3,

    /// <summary>SHA2-512.</summary>
    Sha512 = 4,

    /// <summary>The message itself is signed: Ed25519 and Ed448.</summary>
    Identity = 5,
}
