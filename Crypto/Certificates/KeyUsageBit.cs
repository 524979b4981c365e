namespace Pipeline.Crypto.Certificates;

/// <summary>Bits of the keyUsage extension that a check asks for (RFC 5280 §4.2.1.3).</summary>
internal enum KeyUsageBit
{
    /// <summary>Signatures other than on certificates and revocation lists.</summary>
    DigitalSignature = 0,

    /// <summary>Also signatures; once called contentCommitment.</summary>
    NonRepudiation = 1,

    /// <summary>Signatures on certificates.</summary>
    KeyCertSign = 5,

    /// <summary>Signatures on revocation lists.</summary>
    CrlSign = 6,
}
