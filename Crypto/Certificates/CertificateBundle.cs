using System.Formats.Asn1;

namespace Pipeline.Crypto.Certificates;

/// <summary>The certificates in a PKCS#7 SignedData that signs nothing (RFC 2315 §9.1): how some send a whole chain at once.</summary>
/// <remarks>
/// <code>
/// ContentInfo ::= SEQUENCE { 1.2.840.113549.1.7.2, [0] SEQUENCE { version, digests SET, content SEQUENCE, [0] certificates SET, ... } }
/// </code>
/// What else is in it - lists, signatures - is not looked at: only a path to an anchor makes a certificate believed.
/// </remarks>
public static class CertificateBundle
{
    private const string SignedContent = "1.2.840.113549.1.7.2";

    // Longer paths are not searched either.
    private const int MostCertificates = 32;

    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0);

    /// <summary>Reads it.</summary>
    /// <param name="encoded">BER or DER, unchecked.</param>
    /// <returns>The certificates, DER, unchecked, at most 32; none when it is no such structure.</returns>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> encoded)
    {
        var certificates = new List<ReadOnlyMemory<byte>>();
        try
        {
            AsnReader information = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
            if (information.ReadObjectIdentifier() != SignedContent)
            {
                return [];
            }

            AsnReader signed = information.ReadSequence(Zero).ReadSequence();
            signed.ReadInteger();
            signed.ReadSetOf();
            signed.ReadSequence();
            if (!signed.HasData || !signed.PeekTag().HasSameClassAndValue(Zero))
            {
                return [];
            }

            AsnReader set = signed.ReadSetOf(Zero);
            while (set.HasData && certificates.Count < MostCertificates)
            {
                certificates.Add(set.ReadEncodedValue());
            }

            return certificates;
        }
        catch (AsnContentException)
        {
            return [];
        }
    }
}
