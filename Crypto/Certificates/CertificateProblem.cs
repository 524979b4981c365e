namespace Pipeline.Crypto.Certificates;

/// <summary>Why a certificate is not believed.</summary>
public enum CertificateProblem
{
    /// <summary>It is believed.</summary>
    None,

    /// <summary>No certificate of its issuer is at hand: neither an anchor, nor stored, nor sent.</summary>
    UnknownIssuer,

    /// <summary>The path ends at a self-signed certificate that is not an anchor.</summary>
    NotAnAnchor,

    /// <summary>The path is longer than <see cref="CertificateCheck.LongestPath"/>, or needed too many verifications.</summary>
    PathTooLong,

    /// <summary>Its time of validity has not begun.</summary>
    NotYetValid,

    /// <summary>Its time of validity is over.</summary>
    Expired,

    /// <summary>The signature on it is not its issuer's.</summary>
    BadSignature,

    /// <summary>It is signed with SHA-1, and legacy is not allowed.</summary>
    WeakSignature,

    /// <summary>It is signed in a way that we do not verify; MD5 is one.</summary>
    UnknownSignature,

    /// <summary>Its RSA key is under 2048 bits, and legacy is not allowed.</summary>
    WeakKey,

    /// <summary>Its key is of a kind that we do not use, or damaged.</summary>
    UnknownKey,

    /// <summary>It issued a certificate without being a CA (basicConstraints, RFC 5280 §4.2.1.9).</summary>
    NotACa,

    /// <summary>It is a CA, but with more CAs below it than its pathLenConstraint allows.</summary>
    TooManyCasBelow,

    /// <summary>Its key usage forbids what it did: signing certificates (CA) or signatures (end entity).</summary>
    WrongKeyUsage,

    /// <summary>Its extended key usage names neither IPsec nor anything that IPsec peers use (RFC 4945 §5.1.3.12).</summary>
    WrongPurpose,

    /// <summary>It has a critical extension that we do not process.</summary>
    UnknownCriticalExtension,

    /// <summary>It is a CA with name constraints, which we do not process.</summary>
    NameConstraints,

    /// <summary>Its issuer's revocation list names it.</summary>
    Revoked,

    /// <summary>Revocation must be known, and there is no list of its issuer.</summary>
    RevocationUnknown,

    /// <summary>Revocation must be known, and the list of its issuer is out of date.</summary>
    RevocationOutdated,

    /// <summary>It is believed, but is somebody else's: neither its subject nor an alternative name is the identity.</summary>
    WrongIdentity,
}
