using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Pipeline.Crypto.Certificates;

/// <summary>A name of a peer. Two are equal when RFC 5280 §7 says that they are; wildcards match nothing.</summary>
public sealed class GeneralName : IEquatable<GeneralName>
{
    private const int Longest = 1024;

    private readonly string _canonical;

    private GeneralName(GeneralNameKind kind, string canonical, string text)
    {
        Kind = kind;
        _canonical = canonical;
        Text = text;
    }

    /// <summary>What kind of name it is.</summary>
    public GeneralNameKind Kind { get; }

    /// <summary>The name for people.</summary>
    public string Text { get; }

    /// <summary>A host name; case does not matter (RFC 5280 §7.2).</summary>
    /// <returns>False when it is empty, too long, or has a wildcard or a character that no host name has.</returns>
    public static bool TryDns(string text, [NotNullWhen(true)] out GeneralName? name)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool valid = text.Length is > 0 and <= Longest
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_');
        name = valid ? new GeneralName(GeneralNameKind.Dns, text.ToLowerInvariant(), text) : null;
        return valid;
    }

    /// <summary>An e-mail address; case matters in front of the @ only (RFC 5280 §7.5).</summary>
    /// <returns>False when it is not of the form <c>user@host</c>, or not printable ASCII.</returns>
    public static bool TryEmail(string text, [NotNullWhen(true)] out GeneralName? name)
    {
        ArgumentNullException.ThrowIfNull(text);
        name = null;
        int at = text.LastIndexOf('@');
        if (at <= 0 || text.Length > Longest || text.Any(character => character is <= ' ' or > '~')
            || !TryDns(text[(at + 1)..], out GeneralName? host))
        {
            return false;
        }

        name = new GeneralName(GeneralNameKind.Email, text[..(at + 1)] + host._canonical, text);
        return true;
    }

    /// <summary>An address of 4 or 16 bytes, network order.</summary>
    /// <returns>False for another length.</returns>
    public static bool TryAddress(ReadOnlySpan<byte> address, [NotNullWhen(true)] out GeneralName? name)
    {
        bool valid = address.Length is 4 or 16;
        name = valid
            ? new GeneralName(GeneralNameKind.Address, Convert.ToHexStringLower(address), new IPAddress(address).ToString())
            : null;
        return valid;
    }

    /// <summary>A distinguished name.</summary>
    public static GeneralName Directory(DistinguishedName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new GeneralName(GeneralNameKind.Directory, name.Canonical, name.ToString());
    }

    /// <inheritdoc/>
    public bool Equals(GeneralName? other) =>
        other is not null && Kind == other.Kind && string.Equals(_canonical, other._canonical, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GeneralName);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _canonical);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
