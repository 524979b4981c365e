using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Pipeline.Crypto.Signatures;

/// <summary>RSA public keys (RFC 8017): PKCS#1 v1.5 and PSS.</summary>
internal sealed class RsaVerifier : ISignatureVerifier
{
    /// <summary>Bits of the shortest modulus that is not legacy.</summary>
    internal const int ShortestModern = 2048;

    private const int ShortestLegacy = 1024;
    private const int Longest = 16384;

    // Each of ours and each of theirs fits by far: 65537. A huge one would only make verifying slow.
    private const int LongestExponent = 8;

    private readonly RSAParameters _key;

    private RsaVerifier(RSAParameters key, int bits)
    {
        _key = key;
        Bits = bits;
    }

    /// <inheritdoc/>
    public KeyKind Kind => KeyKind.Rsa;

    /// <inheritdoc/>
    public int Bits { get; }

    /// <summary>Reads an RSAPublicKey (RFC 8017 appendix A.1.1).</summary>
    /// <returns>Null with the problem when it is refused.</returns>
    /// <exception cref="AsnContentException">It is not DER.</exception>
    internal static RsaVerifier? TryRead(ReadOnlyMemory<byte> encoded, bool allowLegacy, out KeyProblem problem)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.DER);
        AsnReader sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        byte[]? modulus = ReadPositive(sequence), exponent = ReadPositive(sequence);
        sequence.ThrowIfNotEmpty();

        if (modulus is null || exponent is null || exponent.Length > LongestExponent || !IsOdd(modulus) || !IsOdd(exponent)
            || exponent is [1])
        {
            problem = KeyProblem.Damaged;
            return null;
        }

        int bits = (modulus.Length * 8) - int.LeadingZeroCount(modulus[0]) + 24;
        if (bits > Longest)
        {
            problem = KeyProblem.UnknownKind;
            return null;
        }

        problem = bits < (allowLegacy ? ShortestLegacy : ShortestModern) ? KeyProblem.TooShort : KeyProblem.None;
        return problem == KeyProblem.None
            ? new RsaVerifier(new RSAParameters { Modulus = modulus, Exponent = exponent }, bits)
            : null;
    }

    /// <inheritdoc/>
    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != _key.Modulus!.Length)
        {
            return false;
        }

        using RSA rsa = RSA.Create(_key);
        return rsa.VerifyData(message, signature, HashNames.Of(algorithm.Hash), Padding(algorithm));
    }

    /// <summary>How .NET calls the padding; PSS is with MGF1, the same hash, and a salt as long as the hash.</summary>
    internal static RSASignaturePadding Padding(SignatureAlgorithm algorithm) =>
        algorithm.IsPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;

    private static byte[]? ReadPositive(AsnReader reader)
    {
        ReadOnlySpan<byte> integer = reader.ReadIntegerBytes().Span;
        if ((integer[0] & 0x80) != 0)
        {
            return null;
        }

        // DER puts one zero in front of a set first bit.
        integer = integer[0] == 0 ? integer[1..] : integer;
        return integer.IsEmpty ? null : integer.ToArray();
    }

    private static bool IsOdd(byte[] number) => (number[^1] & 1) != 0;
}
