using System.Formats.Asn1;

namespace Pipeline.Crypto.Certificates;

/// <summary>Attribute types of distinguished names, and how people write them (RFC 4514 §3, RFC 4519).</summary>
internal static class AttributeNames
{
    private const string Country = "2.5.4.6";
    private const string DomainComponent = "0.9.2342.19200300.100.1.25";
    private const string Email = "1.2.840.113549.1.9.1";
    private const string PrintableSymbols = " '()+,-./:=?";

    private static readonly (string Short, string Type)[] All =
    [
        ("CN", "2.5.4.3"), ("SN", "2.5.4.4"), ("serialNumber", "2.5.4.5"), ("C", Country), ("L", "2.5.4.7"), ("ST", "2.5.4.8"),
        ("street", "2.5.4.9"), ("O", "2.5.4.10"), ("OU", "2.5.4.11"), ("T", "2.5.4.12"), ("GN", "2.5.4.42"),
        ("E", Email), ("emailAddress", Email), ("DC", DomainComponent), ("UID", "0.9.2342.19200300.100.1.1"),
    ];

    /// <summary>The object identifier of an attribute; null when nobody calls it that.</summary>
    internal static string? Find(string name) =>
        All.FirstOrDefault(row => string.Equals(row.Short, name, StringComparison.OrdinalIgnoreCase)).Type;

    /// <summary>The short name, or the object identifier.</summary>
    internal static string Short(string type) => All.FirstOrDefault(row => row.Type == type).Short ?? type;

    /// <summary>True for the string types of DirectoryString and IA5String.</summary>
    internal static bool IsText(UniversalTagNumber type) => type is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString
        or UniversalTagNumber.T61String or UniversalTagNumber.IA5String or UniversalTagNumber.BMPString;

    /// <summary>The string type to write a value with (RFC 5280 §4.1.2.4 and appendix A.1).</summary>
    internal static UniversalTagNumber StringType(string type, string value)
    {
        bool isAscii = value.All(char.IsAscii);
        if (type is Email or DomainComponent && isAscii)
        {
            return UniversalTagNumber.IA5String;
        }

        bool isPrintable = value.All(character =>
            char.IsAsciiLetterOrDigit(character) || PrintableSymbols.Contains(character, StringComparison.Ordinal));
        return isPrintable ? UniversalTagNumber.PrintableString : UniversalTagNumber.UTF8String;
    }
}
