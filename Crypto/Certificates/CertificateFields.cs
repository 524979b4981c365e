using System.Formats.Asn1;

namespace Pipeline.Crypto.Certificates;

/// <summary>The fields of a TBSCertificate (RFC 5280 §4.1.2).</summary>
internal sealed record CertificateFields
{
    private const int LongestSerial = 32;

    /// <summary>Serial number, hexadecimal.</summary>
    internal required string Serial { get; init; }

    /// <summary>Who signed it.</summary>
    internal required DistinguishedName Issuer { get; init; }

    /// <summary>Whose it is.</summary>
    internal required DistinguishedName Subject { get; init; }

    /// <summary>Begin of validity.</summary>
    internal required DateTimeOffset NotBefore { get; init; }

    /// <summary>End of validity.</summary>
    internal required DateTimeOffset NotAfter { get; init; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    internal required byte[] PublicKey { get; init; }

    /// <summary>What the extensions say.</summary>
    internal required CertificateExtensions Extensions { get; init; }

    /// <summary>Reads the fields.</summary>
    /// <returns>Null when a field is out of its bounds, or the algorithm is not the one outside (RFC 5280 §4.1.1.2).</returns>
    /// <exception cref="AsnContentException">It is not DER.</exception>
    internal static CertificateFields? TryRead(SignedStructure signed)
    {
        AsnReader fields = signed.Content;
        var version = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (fields.PeekTag() == version)
        {
            fields.ReadSequence(version).ReadIntegerBytes();
        }

        ReadOnlyMemory<byte> serial = fields.ReadIntegerBytes();
        if (!fields.ReadEncodedValue().Span.SequenceEqual(signed.AlgorithmIdentifier.Span)
            || serial.Length > LongestSerial
            || !DistinguishedName.TryRead(fields.ReadEncodedValue().Span, out DistinguishedName? issuer))
        {
            return null;
        }

        AsnReader validity = fields.ReadSequence();
        DateTimeOffset notBefore = SignedStructure.ReadTime(validity), notAfter = SignedStructure.ReadTime(validity);
        validity.ThrowIfNotEmpty();
        if (!DistinguishedName.TryRead(fields.ReadEncodedValue().Span, out DistinguishedName? subject))
        {
            return null;
        }

        byte[] publicKey = fields.ReadEncodedValue().ToArray();
        return ReadExtensions(fields) is { } extensions
            ? new CertificateFields
            {
                Serial = Convert.ToHexStringLower(serial.Span),
                Issuer = issuer,
                Subject = subject,
                NotBefore = notBefore,
                NotAfter = notAfter,
                PublicKey = publicKey,
                Extensions = extensions,
            }
            : null;
    }

    private static CertificateExtensions? ReadExtensions(AsnReader fields)
    {
        // issuerUniqueID [1] and subjectUniqueID [2] are of no use to anyone.
        var tag = new Asn1Tag(TagClass.ContextSpecific, 3, isConstructed: true);
        while (fields.HasData && fields.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 1 or 2 })
        {
            fields.ReadEncodedValue();
        }

        if (!fields.HasData)
        {
            return new CertificateExtensions();
        }

        AsnReader explicitly = fields.ReadSequence(tag);
        fields.ThrowIfNotEmpty();
        AsnReader sequence = explicitly.ReadSequence();
        explicitly.ThrowIfNotEmpty();
        return CertificateExtensions.TryRead(sequence);
    }
}
