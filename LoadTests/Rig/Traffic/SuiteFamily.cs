namespace Pipeline.LoadTests.Rig.Traffic;

/// <summary>Suites that other libraries compute in the same way.</summary>
internal enum SuiteFamily
{
    /// <summary>None that a baseline is written for.</summary>
    Other,

    /// <summary>AES-GCM with a 16-byte ICV (RFC 4106).</summary>
    AesGcm,

    /// <summary>ChaCha20-Poly1305 (RFC 7634).</summary>
    ChaCha20Poly1305,

    /// <summary>AES-CBC, then HMAC with SHA-1 or SHA-2 (RFC 3602, 2404, 4868).</summary>
    AesCbcHmac,
}
