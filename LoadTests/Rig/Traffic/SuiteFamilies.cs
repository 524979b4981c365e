namespace Pipeline.LoadTests.Rig.Traffic;

/// <summary>Tells suites apart by what a baseline needs to know.</summary>
internal static class SuiteFamilies
{
    /// <summary>The family of a suite.</summary>
    public static SuiteFamily Of(CipherSuite suite)
    {
        string name = suite.Encryption.Name;
        if (name.StartsWith("aes", StringComparison.Ordinal) && name.EndsWith("-gcm", StringComparison.Ordinal))
        {
            return SuiteFamily.AesGcm;
        }

        if (name.StartsWith("chacha20", StringComparison.Ordinal))
        {
            return SuiteFamily.ChaCha20Poly1305;
        }

        bool isCbcHmac = name.EndsWith("-cbc", StringComparison.Ordinal)
            && name.StartsWith("aes", StringComparison.Ordinal)
            && suite.Integrity.Name.StartsWith("hmac-sha", StringComparison.Ordinal);
        return isCbcHmac ? SuiteFamily.AesCbcHmac : SuiteFamily.Other;
    }
}
