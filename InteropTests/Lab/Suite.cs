namespace Pipeline.InteropTests.Lab;

/// <summary>What protects a packet: ESP, AH, or an AH around an ESP.</summary>
/// <param name="Encryption">ESP's encryption; null when there is no ESP.</param>
/// <param name="Integrity">ESP's integrity; null for a combined-mode algorithm, and when there is no ESP.</param>
/// <param name="Authentication">AH's algorithm; null when there is no AH.</param>
public sealed record Suite(
    EncryptionAlgorithm? Encryption, IntegrityAlgorithm? Integrity, IntegrityAlgorithm? Authentication)
{
    /// <summary>True when the gateway must be told allowLegacy for the ESP.</summary>
    public bool EspIsLegacy => Encryption is { IsLegacy: true } || Integrity is { IsLegacy: true };

    /// <summary>
    /// Reads a suite from the form that test names show: <c>esp aes128-gcm</c>, <c>esp aes128-cbc hmac-sha1-96</c>,
    /// <c>ah hmac-sha1-96</c>, or <c>ah hmac-sha1-96 + esp aes128-gcm</c>.
    /// </summary>
    public static Suite Parse(string text)
    {
        var suite = new Suite(null, null, null);
        foreach (string part in text.Split(" + "))
        {
            string[] words = part.Split(' ');
            suite = words[0] == "ah"
                ? suite with { Authentication = IntegrityAlgorithm.Named(words[1]) }
                : suite with
                {
                    Encryption = EncryptionAlgorithm.Named(words[1]),
                    Integrity = words.Length > 2 ? IntegrityAlgorithm.Named(words[2]) : null,
                };
        }

        return suite;
    }
}
