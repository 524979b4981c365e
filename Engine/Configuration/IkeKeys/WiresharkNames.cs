using System.Text.RegularExpressions;
using Pipeline.Crypto.Transforms;

namespace Pipeline.Engine.Configuration.IkeKeys;

/// <summary>What Wireshark calls the algorithms of IKE: <c>AES-GCM-128 with 16 octet ICV [RFC5282]</c>, <c>HMAC_SHA2_256_128 [RFC4868]</c>.</summary>
internal static partial class WiresharkNames
{
    /// <summary>Finds an encryption algorithm; null when it is not known here.</summary>
    internal static EncryptionAlgorithm? FindEncryption(ReadOnlySpan<char> column)
    {
        string text = WithoutSource(column);
        Match aes = AesName().Match(text);
        string name = aes.Success
            ? AesNameOf(aes.Groups["mode"].Value, aes.Groups["bits"].Value, aes.Groups["icv"].Value)
            : text.ToUpperInvariant() switch
            {
                "3DES" => "3des",
                "DES" => "des",
                "NULL" => "null",
                "CHACHA20-POLY1305" or "CHACHA20 POLY1305" => "chacha20-poly1305",
                _ => "",
            };
        return TransformCatalog.TryFindEncryption(name, out EncryptionAlgorithm algorithm) ? algorithm : null;
    }

    /// <summary>Finds an integrity algorithm; null when it is not known here.</summary>
    internal static IntegrityAlgorithm? FindIntegrity(ReadOnlySpan<char> column)
    {
        string name = WithoutSource(column).ToUpperInvariant() switch
        {
            "NONE" or "" => "none",
            "HMAC_MD5_96" => "md5",
            "HMAC_SHA1_96" => "sha1",
            "HMAC_SHA2_256_128" => "sha256",
            "HMAC_SHA2_384_192" => "sha384",
            "HMAC_SHA2_512_256" => "sha512",
            "AES_XCBC_96" => "aesxcbc",
            "AES_CMAC_96" => "aescmac",
            _ => "",
        };
        return name == "none"
            ? TransformCatalog.NoIntegrity
            : TransformCatalog.TryFindIntegrity(name, out IntegrityAlgorithm algorithm) ? algorithm : null;
    }

    private static string AesNameOf(string mode, string bits, string icv) =>
        mode.Equals("CBC", StringComparison.OrdinalIgnoreCase) ? $"aes{bits}" : $"aes{bits}{mode.ToLowerInvariant()}{icv}";

    /// <summary>The name without the document in brackets behind it, whose number differs between versions.</summary>
    private static string WithoutSource(ReadOnlySpan<char> column)
    {
        int bracket = column.IndexOf('[');
        return (bracket < 0 ? column : column[..bracket]).Trim().ToString();
    }

    [GeneratedRegex(
        "^AES-(?<mode>CBC|GCM|CCM|CTR)-(?<bits>128|192|256)( with (?<icv>8|12|16) octet ICV)?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex AesName();
}
