using System.Security.Cryptography;
using Pipeline.Crypto.KeyExchange;

namespace Pipeline.Crypto.Signatures;

/// <summary>ECDSA public keys on the NIST curves (FIPS 186-4 §6, RFC 5480).</summary>
internal sealed class EcdsaVerifier : ISignatureVerifier
{
    private const byte Uncompressed = 4;

    private readonly ECParameters _key;

    private EcdsaVerifier(KeyKind kind, int bits, ECParameters key)
    {
        Kind = kind;
        Bits = bits;
        _key = key;
    }

    /// <inheritdoc/>
    public KeyKind Kind { get; }

    /// <inheritdoc/>
    public int Bits { get; }

    /// <summary>Takes a point of a named curve.</summary>
    /// <param name="curveName">Object identifier of the curve.</param>
    /// <param name="encoded">The point, uncompressed (RFC 5480 §2.2).</param>
    /// <param name="problem">Why it is refused.</param>
    /// <returns>Null when it is refused.</returns>
    internal static EcdsaVerifier? TryRead(string curveName, ReadOnlySpan<byte> encoded, out KeyProblem problem)
    {
        (EcpCurve? curve, KeyKind kind, int bits) = curveName switch
        {
            "1.2.840.10045.3.1.7" => (EcpCurve.P256, KeyKind.EcdsaP256, 256),
            "1.3.132.0.34" => (EcpCurve.P384, KeyKind.EcdsaP384, 384),
            "1.3.132.0.35" => (EcpCurve.P521, KeyKind.EcdsaP521, 521),
            _ => ((EcpCurve?)null, default(KeyKind), 0),
        };
        if (curve is null)
        {
            problem = KeyProblem.UnknownKind;
            return null;
        }

        if (encoded.IsEmpty || encoded[0] != Uncompressed || !curve.TryReadPoint(encoded[1..], out ECPoint point))
        {
            problem = KeyProblem.Damaged;
            return null;
        }

        problem = KeyProblem.None;
        return new EcdsaVerifier(kind, bits, new ECParameters { Curve = curve.Named, Q = point });
    }

    /// <inheritdoc/>
    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        using ECDsa ecdsa = ECDsa.Create(_key);
        return ecdsa.VerifyData(message, signature, HashNames.Of(algorithm.Hash), Format(algorithm));
    }

    /// <inheritdoc/>
    public bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        using ECDsa ecdsa = ECDsa.Create(_key);
        return ecdsa.VerifyHash(digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>RFC 4754 §7: r and s one behind the other; RFC 7427 §3: a DER Ecdsa-Sig-Value, as in certificates.</summary>
    internal static DSASignatureFormat Format(SignatureAlgorithm algorithm) =>
        algorithm.Method == SignatureAlgorithm.DigitalSignatureMethod
            ? DSASignatureFormat.Rfc3279DerSequence
            : DSASignatureFormat.IeeeP1363FixedFieldConcatenation;
}
