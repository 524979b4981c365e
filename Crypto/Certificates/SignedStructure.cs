using System.Formats.Asn1;
using System.Security.Cryptography;
using Pipeline.Crypto.Signatures;

namespace Pipeline.Crypto.Certificates;

/// <summary>What certificates and revocation lists have in common: content, algorithm, signature (RFC 5280 §4.1.1, §5.1.1).</summary>
internal sealed class SignedStructure
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly byte[] _signature;

    private SignedStructure(ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> algorithm, byte[] signature)
    {
        _content = content;
        _signature = signature;
        AlgorithmIdentifier = algorithm;
        Algorithm = SignatureCatalog.TryRead(algorithm.Span, out SignatureAlgorithm known) ? known : null;
    }

    /// <summary>How it is signed; null when we do not verify that.</summary>
    internal SignatureAlgorithm? Algorithm { get; }

    /// <summary>The AlgorithmIdentifier, DER; the content repeats it, and both must be the same.</summary>
    internal ReadOnlyMemory<byte> AlgorithmIdentifier { get; }

    /// <summary>SHA-256 over what is signed.</summary>
    internal string Fingerprint => Convert.ToHexString(SHA256.HashData(_content.Span));

    /// <summary>A reader of what is signed, inside its sequence.</summary>
    internal AsnReader Content => new AsnReader(_content, AsnEncodingRules.DER).ReadSequence();

    /// <summary>Splits the outer sequence; nothing is verified yet.</summary>
    /// <exception cref="AsnContentException">It is not DER.</exception>
    internal static SignedStructure Read(ReadOnlyMemory<byte> encoded)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.DER);
        AsnReader outer = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        ReadOnlyMemory<byte> content = outer.ReadEncodedValue();
        ReadOnlyMemory<byte> algorithm = outer.ReadEncodedValue();
        byte[] signature = outer.ReadBitString(out int unusedBits);
        outer.ThrowIfNotEmpty();
        return unusedBits == 0
            ? new SignedStructure(content, algorithm, signature)
            : throw new AsnContentException("A signature is whole bytes.");
    }

    /// <summary>Verifies the signature; false also when the algorithm is unknown or does not fit the key.</summary>
    internal bool IsSignedBy(PublicKey key) => Algorithm is not null && key.Verify(Algorithm, _content.Span, _signature);

    /// <summary>Reads UTCTime or GeneralizedTime (RFC 5280 §4.1.2.5).</summary>
    internal static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
