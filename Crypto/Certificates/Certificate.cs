using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Pipeline.Crypto.Signatures;

namespace Pipeline.Crypto.Certificates;

/// <summary>An X.509 certificate (RFC 5280), parsed but not believed. Immutable, safe on all threads.</summary>
public sealed class Certificate : IEquatable<Certificate>
{
    /// <summary>Bytes of the longest certificate that is read.</summary>
    public const int Longest = 64 * 1024;

    private readonly byte[] _encoded;
    private readonly byte[] _keyHash;

    private Certificate(byte[] encoded, SignedStructure signed, CertificateFields fields)
    {
        _encoded = encoded;
        Signed = signed;
        Extensions = fields.Extensions;
        Serial = fields.Serial;
        Issuer = fields.Issuer;
        Subject = fields.Subject;
        NotBefore = fields.NotBefore;
        NotAfter = fields.NotAfter;
        _keyHash = HashOf(fields.PublicKey);
        Key = PublicKey.TryRead(fields.PublicKey, allowLegacy: true, out PublicKey? key, out _) ? key : null;
    }

    /// <summary>The certificate, DER: the body of a CERT payload of type 4 (RFC 7296 §3.6).</summary>
    public ReadOnlyMemory<byte> Encoded => _encoded;

    /// <summary>Whose it is; may be empty.</summary>
    public DistinguishedName Subject { get; }

    /// <summary>Who signed it.</summary>
    public DistinguishedName Issuer { get; }

    /// <summary>The serial number in lower case hexadecimal.</summary>
    public string Serial { get; }

    /// <summary>The first moment of its validity.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>The last moment of its validity.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>The public key; null when it is of a kind that we do not use. RSA may be short: a check says whether it counts.</summary>
    public PublicKey? Key { get; }

    /// <summary>Alternative names of the kinds that identities have, without wildcards.</summary>
    public IReadOnlyList<GeneralName> AlternativeNames => Extensions.Names;

    /// <summary>SHA-1 of the SubjectPublicKeyInfo, 20 bytes: what a CERTREQ names an anchor by (RFC 7296 §3.7). Not for security.</summary>
    public ReadOnlySpan<byte> KeyHash => _keyHash;

    /// <summary>What its extensions say.</summary>
    internal CertificateExtensions Extensions { get; }

    /// <summary>How it is signed.</summary>
    internal SignedStructure Signed { get; }

    /// <summary>True when subject and issuer are the same.</summary>
    internal bool IsSelfIssued => Subject.Equals(Issuer);

    /// <summary>Reads a certificate.</summary>
    /// <param name="encoded">DER, unchecked; nothing may follow it.</param>
    /// <param name="certificate">The certificate; null when refused.</param>
    /// <returns>False when it is not a certificate, or too long.</returns>
    public static bool TryRead(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out Certificate? certificate)
    {
        certificate = null;
        if (encoded.Length > Longest)
        {
            return false;
        }

        byte[] copy = encoded.ToArray();
        try
        {
            SignedStructure signed = SignedStructure.Read(copy);
            if (CertificateFields.TryRead(signed) is { } fields)
            {
                certificate = new Certificate(copy, signed, fields);
            }
        }
        catch (AsnContentException)
        {
            // Not DER.
        }

        return certificate is not null;
    }

    /// <summary>True when the certificate is made out to this name: its subject, or one of its alternative names.</summary>
    public bool HasName(GeneralName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Extensions.Names.Contains(name) || (!Subject.IsEmpty && name.Equals(GeneralName.Directory(Subject)));
    }

    /// <inheritdoc/>
    public bool Equals(Certificate? other) => other is not null && _encoded.AsSpan().SequenceEqual(other._encoded);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Certificate);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Serial, Subject, _encoded.Length);

    /// <inheritdoc/>
    public override string ToString() => Subject.ToString();

    [SuppressMessage("Security", "CA5350", Justification = "RFC 7296 §3.7 wants SHA-1; it finds anchors and proves nothing.")]
    private static byte[] HashOf(byte[] publicKey) => SHA1.HashData(publicKey);
}
