using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Pipeline.Crypto.Signatures;

/// <summary>Ed25519 and Ed448 public keys (RFC 8032, RFC 8420), by BouncyCastle: .NET has neither.</summary>
internal sealed class EdDsaVerifier : ISignatureVerifier
{
    private readonly byte[] _key;

    private EdDsaVerifier(KeyKind kind, byte[] key)
    {
        Kind = kind;
        _key = key;
    }

    /// <inheritdoc/>
    public KeyKind Kind { get; }

    /// <inheritdoc/>
    public int Bits => Kind == KeyKind.Ed25519 ? 255 : 448;

    /// <summary>Takes the bytes of a public key.</summary>
    /// <returns>Null when they are not a point of the curve, or one of small order, for which anyone can sign.</returns>
    internal static EdDsaVerifier? TryRead(KeyKind kind, ReadOnlySpan<byte> encoded)
    {
        bool valid = kind == KeyKind.Ed25519
            ? encoded.Length == Ed25519.PublicKeySize && Ed25519.ValidatePublicKeyFull(encoded)
            : encoded.Length == Ed448.PublicKeySize && Ed448.ValidatePublicKeyFull(encoded);
        return valid ? new EdDsaVerifier(kind, encoded.ToArray()) : null;
    }

    /// <inheritdoc/>
    /// <remarks>The context of Ed448 is empty (RFC 8420 §2).</remarks>
    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Kind == KeyKind.Ed25519
            ? signature.Length == Ed25519.SignatureSize && Ed25519.Verify(signature, _key, message)
            : signature.Length == Ed448.SignatureSize && Ed448.Verify(signature, _key, [], message);

    /// <inheritdoc/>
    public bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature) => false;
}
