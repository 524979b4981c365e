namespace Pipeline.Crypto.Signatures;

/// <summary>Why a key was not read.</summary>
public enum KeyProblem
{
    /// <summary>It was read.</summary>
    None,

    /// <summary>There is no private key in these bytes: neither PEM nor DER of a kind that we know, or too long.</summary>
    NotAKey,

    /// <summary>The key is damaged: its numbers or lengths do not fit.</summary>
    Damaged,

    /// <summary>The key is encrypted, and no passphrase was given.</summary>
    NeedsPassphrase,

    /// <summary>The key is encrypted, and the passphrase does not open it.</summary>
    WrongPassphrase,

    /// <summary>The key is encrypted in the old way inside PEM (Proc-Type, DEK-Info); it has to become PKCS#8 first.</summary>
    OldEncryption,

    /// <summary>An algorithm or a curve that IKEv2 does not use here.</summary>
    UnknownKind,

    /// <summary>An RSA modulus under 2048 bits, and legacy is not allowed.</summary>
    TooShort,
}
