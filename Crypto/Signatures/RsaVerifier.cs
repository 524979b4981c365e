using System.Formats.Asn1;
using System.Numerics;
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

    /// <inheritdoc/>
    /// <remarks>
    /// Writes the one block that is right (RFC 8017 §9.2, without its DigestInfo) and compares all of it: nobody reads a padding that
    /// somebody else made. Nothing here is secret, but comparing is in constant time all the same.
    /// </remarks>
    public bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        byte[] modulus = _key.Modulus!;
        if (signature.Length != modulus.Length || signature.SequenceCompareTo(modulus) >= 0)
        {
            return false;
        }

        var opened = new byte[modulus.Length];
        BigInteger block = BigInteger.ModPow(Number(signature), Number(_key.Exponent), Number(modulus));
        return block.TryWriteBytes(opened.AsSpan(opened.Length - block.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true)
            && CryptographicOperations.FixedTimeEquals(opened, BlockType1(digest, opened.Length));
    }

    /// <summary>How .NET calls the padding; PSS is with MGF1, the same hash, and a salt as long as the hash.</summary>
    internal static RSASignaturePadding Padding(SignatureAlgorithm algorithm) =>
        algorithm.IsPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;

    /// <summary>00 01 FF ... FF 00 and the digest; the shortest modulus leaves more than the eight FF that there must be.</summary>
    private static byte[] BlockType1(ReadOnlySpan<byte> digest, int length)
    {
        var block = new byte[length];
        int separator = length - digest.Length - 1;
        block[1] = 1;
        block.AsSpan(2..separator).Fill(0xFF);
        digest.CopyTo(block.AsSpan(separator + 1));
        return block;
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

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
