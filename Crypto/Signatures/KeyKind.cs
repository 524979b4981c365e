namespace Pipeline.Crypto.Signatures;

/// <summary>What kind of signature key it is.</summary>
public enum KeyKind
{
    /// <summary>RSA (RFC 8017).</summary>
    Rsa,

    /// <summary>ECDSA on P-256.</summary>
    EcdsaP256,

    /// <summary>ECDSA on P-384.</summary>
    EcdsaP384,

    /// <summary>ECDSA on P-521.</summary>
    EcdsaP521,

    /// <summary>Ed25519 (RFC 8032).</summary>
    Ed25519,

    /// <summary>Ed448 (RFC 8032).</summary>
    Ed448,
}
