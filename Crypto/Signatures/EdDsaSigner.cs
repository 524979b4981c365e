using System.Formats.Asn1;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Pipeline.Crypto.Signatures;

/// <summary>Ed25519 and Ed448 private keys.</summary>
internal sealed class EdDsaSigner : ISigner
{
    private readonly KeyKind _kind;
    private readonly SecretBytes _seed;
    private readonly byte[] _publicKey;

    private EdDsaSigner(KeyKind kind, ReadOnlySpan<byte> seed)
    {
        _kind = kind;
        _seed = new SecretBytes(seed);
        _publicKey = new byte[kind == KeyKind.Ed25519 ? Ed25519.PublicKeySize : Ed448.PublicKeySize];
        if (kind == KeyKind.Ed25519)
        {
            Ed25519.GeneratePublicKey(seed, _publicKey);
        }
        else
        {
            Ed448.GeneratePublicKey(seed, _publicKey);
        }
    }

    /// <summary>Takes a private key of RFC 8032 §5.1.5 or §5.2.5; null when its length is wrong.</summary>
    internal static EdDsaSigner? TryCreate(KeyKind kind, ReadOnlySpan<byte> seed) =>
        seed.Length == (kind == KeyKind.Ed25519 ? Ed25519.SecretKeySize : Ed448.SecretKeySize) ? new EdDsaSigner(kind, seed) : null;

    /// <inheritdoc/>
    public byte[] Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message)
    {
        if (_kind == KeyKind.Ed25519)
        {
            byte[] signature = new byte[Ed25519.SignatureSize];

            // As a span: an array in second place would be taken as the context of Ed25519ctx.
            Ed25519.Sign(_seed.Span, _publicKey.AsSpan(), message, signature);
            return signature;
        }

        byte[] longer = new byte[Ed448.SignatureSize];
        Ed448.Sign(_seed.Span, _publicKey, [], message, longer);
        return longer;
    }

    /// <inheritdoc/>
    public byte[] SignDigest(ReadOnlySpan<byte> digest) => throw new NotSupportedException("EdDSA signs no digests.");

    /// <inheritdoc/>
    public byte[] ExportPublicKey()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(_kind == KeyKind.Ed25519 ? PublicKey.Ed25519Name : PublicKey.Ed448Name);
            }

            writer.WriteBitString(_publicKey);
        }

        return writer.Encode();
    }

    /// <inheritdoc/>
    public void Dispose() => _seed.Dispose();
}
