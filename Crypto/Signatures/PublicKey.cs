using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Pipeline.Crypto.Signatures;

/// <summary>A public key that verifies signatures. Immutable, safe on all threads.</summary>
public sealed class PublicKey
{
    /// <summary>Object identifier of Ed25519 (RFC 8410 §3).</summary>
    internal const string Ed25519Name = "1.3.101.112";

    /// <summary>Object identifier of Ed448 (RFC 8410 §3).</summary>
    internal const string Ed448Name = "1.3.101.113";

    /// <summary>Bytes of the longest digest that is signed as it is: SHA2-512.</summary>
    internal const int LongestDigest = 64;

    private const string RsaName = "1.2.840.113549.1.1.1";
    private const string EcName = "1.2.840.10045.2.1";

    // An RSA key of 16384 bits has 2.1 KiB.
    private const int Longest = 4096;

    private readonly ISignatureVerifier _verifier;
    private readonly byte[] _encoded;

    private PublicKey(ISignatureVerifier verifier, byte[] encoded)
    {
        _verifier = verifier;
        _encoded = encoded;
    }

    /// <summary>What kind of key it is.</summary>
    public KeyKind Kind => _verifier.Kind;

    /// <summary>Bits of the modulus or of the field.</summary>
    public int Bits => _verifier.Bits;

    /// <summary>The SubjectPublicKeyInfo, DER (RFC 5280 §4.1.2.7).</summary>
    public ReadOnlyMemory<byte> Encoded => _encoded;

    /// <summary>Reads a key out of a SubjectPublicKeyInfo.</summary>
    /// <param name="encoded">DER, unchecked; nothing may follow it.</param>
    /// <param name="allowLegacy">Also takes RSA from 1024 bits on.</param>
    /// <param name="key">The key; null when it is refused.</param>
    /// <param name="problem">Why it is refused.</param>
    /// <returns>False when it is refused.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> encoded, bool allowLegacy, [NotNullWhen(true)] out PublicKey? key, out KeyProblem problem)
    {
        key = null;
        problem = KeyProblem.NotAKey;
        if (encoded.Length > Longest)
        {
            return false;
        }

        byte[] copy = encoded.ToArray();
        try
        {
            if (Read(copy, allowLegacy, out problem) is not { } verifier)
            {
                return false;
            }

            key = new PublicKey(verifier, copy);
            return true;
        }
        catch (AsnContentException)
        {
            problem = KeyProblem.NotAKey;
            return false;
        }
    }

    /// <summary>Verifies a signature.</summary>
    /// <param name="algorithm">How it was made; the caller has checked that policy allows it.</param>
    /// <param name="message">What was signed.</param>
    /// <param name="signature">The signature alone, unchecked.</param>
    /// <returns>False when it is wrong or malformed, or when a key of this kind cannot sign so.</returns>
    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        try
        {
            return algorithm.Fits(Kind) && _verifier.Verify(algorithm, message, signature);
        }
        catch (CryptographicException)
        {
            // The platform's library has its own limits on what it takes as a key or a signature.
            return false;
        }
    }

    /// <summary>Verifies what <see cref="PrivateKey.SignDigest"/> makes.</summary>
    /// <param name="digest">The digest that must have been signed.</param>
    /// <param name="signature">The signature alone, unchecked.</param>
    /// <returns>False when it is wrong or malformed, or when keys of this kind sign no digests.</returns>
    public bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        try
        {
            return Kind.SignsDigests() && digest.Length is > 0 and <= LongestDigest && _verifier.VerifyDigest(digest, signature);
        }
        catch (CryptographicException)
        {
            // As above.
            return false;
        }
    }

    /// <summary>Kind and size: <c>Rsa 3072</c>.</summary>
    public override string ToString() => $"{Kind} {Bits}";

    private static ISignatureVerifier? Read(byte[] encoded, bool allowLegacy, out KeyProblem problem)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.DER);
        AsnReader information = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        AsnReader algorithm = information.ReadSequence();
        string name = algorithm.ReadObjectIdentifier();
        byte[] key = information.ReadBitString(out int unusedBits);
        information.ThrowIfNotEmpty();

        problem = unusedBits == 0 ? KeyProblem.UnknownKind : KeyProblem.Damaged;
        if (unusedBits != 0)
        {
            return null;
        }

        switch (name)
        {
            case RsaName:
                algorithm.ReadNull();
                algorithm.ThrowIfNotEmpty();
                return RsaVerifier.TryRead(key, allowLegacy, out problem);
            case EcName:
                string? curve = algorithm.PeekTag() == Asn1Tag.ObjectIdentifier ? algorithm.ReadObjectIdentifier() : null;
                return curve is null ? null : EcdsaVerifier.TryRead(curve, key, out problem);
            case Ed25519Name or Ed448Name:
                algorithm.ThrowIfNotEmpty();
                EdDsaVerifier? verifier = EdDsaVerifier.TryRead(
                    name == Ed25519Name ? KeyKind.Ed25519 : KeyKind.Ed448, key);
                problem = verifier is null ? KeyProblem.Damaged : KeyProblem.None;
                return verifier;
            default:
                return null;
        }
    }
}
