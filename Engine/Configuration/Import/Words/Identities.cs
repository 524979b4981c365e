using Pipeline.Engine.Ike;

namespace Pipeline.Engine.Configuration.Import.Words;

/// <summary>Identities as strongSwan and libreswan write them, to ours.</summary>
internal static class Identities
{
    private const int Longest = 1024;

    private static readonly string[] Prefixes = ["fqdn:", "dns:", "email:", "rfc822:", "userfqdn:", "ipv4:", "ipv6:", "asn1dn:"];

    /// <summary>True for what stands for everybody.</summary>
    public static bool IsAny(string text) => text is "" or "%any" or "%any4" or "%any6" or "0.0.0.0" or "::" or "%fromcert";

    /// <summary>Translates one identity.</summary>
    /// <returns>Null when ours has no such: wildcards, key identifiers in hexadecimal, forms that only one of them knows.</returns>
    public static string? Translate(string text)
    {
        string? prefix = Array.Find(Prefixes, prefix => text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        string identity = prefix is null ? text : text[prefix.Length..];
        bool isOutside = identity.Length > Longest || identity.Contains('*', StringComparison.Ordinal) || identity.StartsWith('%')
            || identity.Contains('#', StringComparison.Ordinal) || identity.Any(char.IsControl) || identity.Any(char.IsSurrogate);
        return !isOutside && IkeIdentity.TryParse(identity, out _) ? identity : null;
    }

    /// <summary>True when both are written for the same one.</summary>
    public static bool AreSame(string one, string other) =>
        string.Equals(one.TrimStart('@'), other.TrimStart('@'), StringComparison.OrdinalIgnoreCase);
}
