namespace Pipeline.Crypto.Transforms;

/// <summary>Which algorithms go together, and which are too weak unless legacy is allowed (RFC 8221).</summary>
internal static class SuiteRules
{
    /// <summary>Why ESP does not get this suite: one sentence, or empty when it does.</summary>
    internal static string RefuseEsp(EncryptionAlgorithm encryption, IntegrityAlgorithm integrity, bool allowLegacy)
    {
        string impossible = RefuseImpossible(encryption, integrity);
        if (impossible.Length != 0 || allowLegacy)
        {
            return impossible;
        }

        if (encryption.IsLegacy)
        {
            return $"{encryption.Name} has {Key(encryption)} and is refused; set allowLegacy to use it with an old peer.";
        }

        return integrity.IsNone && !encryption.IsCombined
            ? $"{encryption.Name} without an integrity algorithm can be altered on the way unnoticed and is refused "
                + "(RFC 8221 §4); name an integrity algorithm, or set allowLegacy to use it with an old peer."
            : RefuseWeak(integrity);
    }

    /// <summary>Why AH does not get this algorithm: one sentence, or empty when it does.</summary>
    internal static string RefuseAh(IntegrityAlgorithm integrity, bool allowLegacy)
    {
        if (integrity.IsNone)
        {
            return "AH without an integrity algorithm protects nothing and is never allowed (RFC 4302 §2.6).";
        }

        return allowLegacy ? string.Empty : RefuseWeak(integrity);
    }

    private static string RefuseImpossible(EncryptionAlgorithm encryption, IntegrityAlgorithm integrity)
    {
        if (encryption.IsCombined && !integrity.IsNone)
        {
            return $"{encryption.Name} authenticates by itself and takes no integrity algorithm; "
                + $"leave out {integrity.Name} (RFC 8221 §4).";
        }

        if (integrity.IsAhOnly)
        {
            return $"{integrity.Name} is an integrity algorithm for AH only; "
                + "in ESP it is an encryption algorithm of that name, alone (RFC 4543 §4).";
        }

        return encryption.KeyLength == 0 && integrity.IsNone
            ? "null encryption without an integrity algorithm protects nothing and is never allowed "
                + "(RFC 4303 §3.2, RFC 4835 §3.1.1)."
            : string.Empty;
    }

    private static string RefuseWeak(IntegrityAlgorithm integrity) => integrity.IsLegacy
        ? $"{integrity.Name} rests on a broken hash and is refused; set allowLegacy to use it with an old peer."
        : string.Empty;

    private static string Key(EncryptionAlgorithm encryption) => encryption.StrengthBits < 64
        ? $"a {encryption.StrengthBits}-bit key"
        : "64-bit blocks, which start to repeat within gigabytes,";
}
