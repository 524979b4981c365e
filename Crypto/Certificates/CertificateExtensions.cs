using System.Formats.Asn1;

namespace Pipeline.Crypto.Certificates;

/// <summary>The extensions of a certificate that a check asks for (RFC 5280 §4.2).</summary>
internal sealed class CertificateExtensions
{
    private const int Most = 64;
    private const int MostNames = 128;

    /// <summary>True for a CA (basicConstraints).</summary>
    internal bool IsCa { get; private set; }

    /// <summary>How many CAs may stand between this one and an end entity; null when there is no limit.</summary>
    internal int? PathLength { get; private set; }

    /// <summary>The usages, bit 0 first, as in the RFC's list; null when it has no keyUsage and may do anything.</summary>
    internal byte[]? KeyUsage { get; private set; }

    /// <summary>Object identifiers of extended key usages; null when there is no such extension.</summary>
    internal List<string>? Purposes { get; private set; }

    /// <summary>Alternative names of the kinds that we know, without wildcards.</summary>
    internal List<GeneralName> Names { get; } = [];

    /// <summary>The subject key identifier; empty when there is none.</summary>
    internal byte[] SubjectKeyId { get; private set; } = [];

    /// <summary>The key identifier of the issuer; empty when there is none.</summary>
    internal byte[] AuthorityKeyId { get; private set; } = [];

    /// <summary>True when it has name constraints.</summary>
    internal bool HasNameConstraints { get; private set; }

    /// <summary>True when a critical extension is none of those above.</summary>
    internal bool HasUnknownCritical { get; private set; }

    /// <summary>True when the key may be used so, or when nothing is said about it.</summary>
    internal bool Allows(KeyUsageBit usage) =>
        KeyUsage is null || ((int)usage / 8 < KeyUsage.Length && (KeyUsage[(int)usage / 8] & (0x80 >> ((int)usage % 8))) != 0);

    /// <summary>Reads Extensions.</summary>
    /// <returns>Null when there are too many, or one twice (RFC 5280 §4.2).</returns>
    /// <exception cref="AsnContentException">It is not DER.</exception>
    internal static CertificateExtensions? TryRead(AsnReader sequence)
    {
        var extensions = new CertificateExtensions();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (sequence.HasData)
        {
            AsnReader extension = sequence.ReadSequence();
            string name = extension.ReadObjectIdentifier();
            bool isCritical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            byte[] value = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (!seen.Add(name) || seen.Count > Most)
            {
                return null;
            }

            var reader = new AsnReader(value, AsnEncodingRules.DER);
            if (!extensions.Take(name, reader))
            {
                extensions.HasUnknownCritical |= isCritical;
                continue;
            }

            reader.ThrowIfNotEmpty();
        }

        return extensions;
    }

    private bool Take(string name, AsnReader reader)
    {
        switch (name)
        {
            case "2.5.29.19":
                TakeBasicConstraints(reader.ReadSequence());
                return true;
            case "2.5.29.15":
                KeyUsage = reader.ReadBitString(out _);
                return true;
            case "2.5.29.37":
                TakePurposes(reader.ReadSequence());
                return true;
            case "2.5.29.17":
                TakeNames(reader.ReadSequence());
                return true;
            case "2.5.29.14":
                SubjectKeyId = reader.ReadOctetString();
                return true;
            case "2.5.29.35":
                TakeAuthorityKeyId(reader.ReadSequence());
                return true;
            case "2.5.29.30":
                HasNameConstraints = true;
                reader.ReadEncodedValue();
                return true;
            case "2.5.29.32":
                // Certificate policies: with no policy asked for, any is good (RFC 5280 §6.1.1 (c), initial any-policy).
                reader.ReadEncodedValue();
                return true;
            default:
                return false;
        }
    }

    private void TakeBasicConstraints(AsnReader constraints)
    {
        IsCa = constraints.HasData && constraints.PeekTag() == Asn1Tag.Boolean && constraints.ReadBoolean();
        if (constraints.HasData)
        {
            // One that does not fit allows nothing.
            PathLength = constraints.TryReadInt32(out int length) ? Math.Max(length, 0) : 0;
        }

        constraints.ThrowIfNotEmpty();
    }

    private void TakePurposes(AsnReader purposes)
    {
        Purposes = [];
        while (purposes.HasData && Purposes.Count < Most)
        {
            Purposes.Add(purposes.ReadObjectIdentifier());
        }
    }

    private void TakeAuthorityKeyId(AsnReader identifier)
    {
        var keyId = new Asn1Tag(TagClass.ContextSpecific, 0);
        if (identifier.HasData && identifier.PeekTag().HasSameClassAndValue(keyId))
        {
            AuthorityKeyId = identifier.ReadOctetString(keyId);
        }
    }

    private void TakeNames(AsnReader names)
    {
        while (names.HasData && Names.Count < MostNames)
        {
            Asn1Tag tag = names.PeekTag();
            GeneralName? name = null;
            bool known = (tag.TagClass, tag.TagValue) switch
            {
                (TagClass.ContextSpecific, 1) => GeneralName.TryEmail(ReadIa5(names, tag), out name),
                (TagClass.ContextSpecific, 2) => GeneralName.TryDns(ReadIa5(names, tag), out name),
                (TagClass.ContextSpecific, 4) => TryReadDirectory(names.ReadSequence(tag), out name),
                (TagClass.ContextSpecific, 7) => GeneralName.TryAddress(names.ReadOctetString(tag), out name),
                _ => names.ReadEncodedValue().IsEmpty,
            };
            if (known && name is not null)
            {
                Names.Add(name);
            }
        }
    }

    private static string ReadIa5(AsnReader names, Asn1Tag tag) => names.ReadCharacterString(UniversalTagNumber.IA5String, tag);

    private static bool TryReadDirectory(AsnReader explicitly, out GeneralName? name)
    {
        name = DistinguishedName.TryRead(explicitly.ReadEncodedValue().Span, out DistinguishedName? read)
            ? GeneralName.Directory(read)
            : null;
        return name is not null;
    }
}
