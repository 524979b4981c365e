using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace Pipeline.Crypto.Certificates;

/// <summary>A distinguished name (RFC 5280 §4.1.2.4). Two are equal as RFC 5280 §7.1 compares them, not byte by byte.</summary>
public sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private const int Longest = 4096;
    private const int MostAttributes = 64;

    private readonly byte[] _encoded;
    private readonly string _text;

    private DistinguishedName(byte[] encoded, string canonical, string text)
    {
        _encoded = encoded;
        Canonical = canonical;
        _text = text;
    }

    /// <summary>The Name, DER, as it was written: the body of an identification payload of type ID_DER_ASN1_DN.</summary>
    public ReadOnlyMemory<byte> Encoded => _encoded;

    /// <summary>True for a name without attributes.</summary>
    public bool IsEmpty => Canonical.Length == 0;

    /// <summary>The same text for all names that are equal.</summary>
    internal string Canonical { get; }

    /// <summary>Reads a Name.</summary>
    /// <param name="encoded">DER, unchecked; nothing may follow it.</param>
    /// <param name="name">The name; null when refused.</param>
    /// <returns>False when it is not a name, or unreasonably long.</returns>
    public static bool TryRead(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out DistinguishedName? name)
    {
        name = null;
        if (encoded.Length > Longest)
        {
            return false;
        }

        try
        {
            name = Read(encoded.ToArray());
        }
        catch (AsnContentException)
        {
            // Not DER.
        }

        return name is not null;
    }

    /// <summary>Reads a name as people write it, in the order of the certificate: <c>C=CH, O=Example, CN=a.example</c>.</summary>
    /// <returns>False for an unknown attribute or a part without a value. A comma inside a value is written <c>\,</c>.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out DistinguishedName? name)
    {
        ArgumentNullException.ThrowIfNull(text);
        name = null;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (string part in SplitUnescaped(text))
            {
                int equals = part.IndexOf('=', StringComparison.Ordinal);
                string value = equals < 0 ? string.Empty : part[(equals + 1)..].Trim();
                if (value.Length == 0 || AttributeNames.Find(part[..equals].Trim()) is not { } attribute)
                {
                    return false;
                }

                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(attribute);
                    writer.WriteCharacterString(AttributeNames.StringType(attribute, value), value);
                }
            }
        }

        return TryRead(writer.Encode(), out name);
    }

    /// <inheritdoc/>
    public bool Equals(DistinguishedName? other) =>
        other is not null && string.Equals(Canonical, other.Canonical, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <summary>As people write it, in the order of the certificate; control characters are replaced.</summary>
    public override string ToString() => _text;

    private static DistinguishedName? Read(byte[] encoded)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.DER);
        AsnReader sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        StringBuilder canonical = new(), text = new();
        int attributeCount = 0;
        while (sequence.HasData)
        {
            AsnReader set = sequence.ReadSetOf();
            var group = new List<string>();
            while (set.HasData)
            {
                if (++attributeCount > MostAttributes)
                {
                    return null;
                }

                group.Add(ReadAttribute(set.ReadSequence(), text));
            }

            // The order inside a set has no meaning; lengths keep apart what a separator inside a value could mix up.
            group.Sort(StringComparer.Ordinal);
            foreach (string attribute in group)
            {
                canonical.Append(CultureInfo.InvariantCulture, $"{attribute.Length}:{attribute}");
            }

            canonical.Append(';');
        }

        return new DistinguishedName(encoded, canonical.ToString(), text.ToString());
    }

    private static string ReadAttribute(AsnReader attribute, StringBuilder text)
    {
        string type = attribute.ReadObjectIdentifier();
        Asn1Tag tag = attribute.PeekTag();
        bool isText = tag.TagClass == TagClass.Universal && AttributeNames.IsText((UniversalTagNumber)tag.TagValue);
        string value = isText
            ? attribute.ReadCharacterString((UniversalTagNumber)tag.TagValue)
            : Convert.ToHexStringLower(attribute.ReadEncodedValue().Span);
        attribute.ThrowIfNotEmpty();

        text.Append(text.Length == 0 ? string.Empty : ", ").Append(AttributeNames.Short(type)).Append('=').Append(isText ? null : '#');
        foreach (char character in value)
        {
            text.Append(character is ',' or '\\' ? "\\" : null).Append(char.IsControl(character) ? '?' : character);
        }

        return $"{type}={(isText ? Fold(value) : "#" + value)}";
    }

    /// <summary>RFC 5280 §7.1, by way of RFC 4518: case and extra spaces do not matter.</summary>
    private static string Fold(string value) =>
        string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    private static List<string> SplitUnescaped(string text)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] == ',')
            {
                parts.Add(part.ToString());
                part.Clear();
                continue;
            }

            index += text[index] == '\\' && index + 1 < text.Length ? 1 : 0;
            part.Append(text[index]);
        }

        parts.Add(part.ToString());
        return parts;
    }
}
