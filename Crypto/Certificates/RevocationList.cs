using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using Pipeline.Crypto.Signatures;

namespace Pipeline.Crypto.Certificates;

/// <summary>A certificate revocation list (RFC 5280 §5), parsed but not believed. Safe on all threads.</summary>
public sealed class RevocationList
{
    /// <summary>Bytes of the longest list that is read.</summary>
    public const int Longest = 16 * 1024 * 1024;

    private readonly SignedStructure _signed;
    private readonly Dictionary<string, DateTimeOffset> _revoked = new(StringComparer.Ordinal);

    // A list is long, and each handshake asks: remembers whose signature it was. Two threads may both find out; that is harmless.
    private volatile PublicKey? _verifiedBy;

    private RevocationList(SignedStructure signed, DistinguishedName issuer, DateTimeOffset thisUpdate, DateTimeOffset? nextUpdate)
    {
        _signed = signed;
        Issuer = issuer;
        ThisUpdate = thisUpdate;
        NextUpdate = nextUpdate;
    }

    /// <summary>Whose certificates it speaks of.</summary>
    public DistinguishedName Issuer { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset ThisUpdate { get; }

    /// <summary>When there will be a newer one; null when it does not say.</summary>
    public DateTimeOffset? NextUpdate { get; }

    /// <summary>Certificates in it.</summary>
    public int Count => _revoked.Count;

    /// <summary>Tells it from every other list.</summary>
    internal string Fingerprint => _signed.Fingerprint;

    /// <summary>True when signed with SHA-1.</summary>
    internal bool IsWeak => _signed.Algorithm is { IsLegacy: true };

    /// <summary>Reads a list.</summary>
    /// <param name="encoded">DER, unchecked; nothing may follow it.</param>
    /// <param name="list">The list; null when refused.</param>
    /// <returns>
    /// False when it is not a list, too long, or one that speaks of a part of the certificates only (delta, indirect, or any other
    /// critical extension): who reads such a list as if it were whole takes a revoked certificate for a good one.
    /// </returns>
    public static bool TryRead(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out RevocationList? list)
    {
        list = null;
        if (encoded.Length > Longest)
        {
            return false;
        }

        try
        {
            list = Read(SignedStructure.Read(encoded.ToArray()));
        }
        catch (AsnContentException)
        {
            // Not DER.
        }

        return list is not null;
    }

    /// <summary>True when the list names the certificate, and since when.</summary>
    internal bool Names(Certificate certificate, out DateTimeOffset since) => _revoked.TryGetValue(certificate.Serial, out since);

    /// <summary>True when it is neither from the future nor due to be replaced.</summary>
    internal bool IsCurrent(DateTimeOffset at) => ThisUpdate <= at && NextUpdate >= at;

    /// <summary>True when the issuer signed it, and may (RFC 5280 §6.3.3 (f)).</summary>
    internal bool IsSignedBy(Certificate issuer)
    {
        if (issuer.Key is not { } key || !issuer.Extensions.Allows(KeyUsageBit.CrlSign))
        {
            return false;
        }

        if (_verifiedBy is { } known && known.Encoded.Span.SequenceEqual(key.Encoded.Span))
        {
            return true;
        }

        if (!_signed.IsSignedBy(key))
        {
            return false;
        }

        _verifiedBy = key;
        return true;
    }

    private static RevocationList? Read(SignedStructure signed)
    {
        AsnReader fields = signed.Content;
        if (fields.PeekTag() == Asn1Tag.Integer)
        {
            fields.ReadIntegerBytes();
        }

        if (!fields.ReadEncodedValue().Span.SequenceEqual(signed.AlgorithmIdentifier.Span)
            || !DistinguishedName.TryRead(fields.ReadEncodedValue().Span, out DistinguishedName? issuer))
        {
            return null;
        }

        DateTimeOffset thisUpdate = SignedStructure.ReadTime(fields);
        bool saysNext = fields.HasData && (fields.PeekTag() == Asn1Tag.UtcTime || fields.PeekTag() == Asn1Tag.GeneralizedTime);
        var list = new RevocationList(signed, issuer, thisUpdate, saysNext ? SignedStructure.ReadTime(fields) : null);
        if (fields.HasData && fields.PeekTag() == Asn1Tag.Sequence && !list.TakeEntries(fields.ReadSequence()))
        {
            return null;
        }

        var extensions = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        bool isWhole = !fields.HasData || !HasCritical(fields.ReadSequence(extensions).ReadSequence());
        fields.ThrowIfNotEmpty();
        return isWhole ? list : null;
    }

    private bool TakeEntries(AsnReader entries)
    {
        while (entries.HasData)
        {
            AsnReader entry = entries.ReadSequence();
            string serial = Convert.ToHexStringLower(entry.ReadIntegerBytes().Span);
            _revoked[serial] = SignedStructure.ReadTime(entry);
            if (entry.HasData && HasCritical(entry.ReadSequence()))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasCritical(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            AsnReader extension = extensions.ReadSequence();
            extension.ReadObjectIdentifier();
            if (extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean())
            {
                return true;
            }
        }

        return false;
    }
}
