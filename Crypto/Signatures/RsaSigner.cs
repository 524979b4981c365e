using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;

namespace Pipeline.Crypto.Signatures;

/// <summary>RSA private keys; held by the operating system's library, which overwrites them.</summary>
internal sealed class RsaSigner(RSA key) : ISigner
{
    /// <inheritdoc/>
    public byte[] Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message) =>
        key.SignData(message.ToArray(), HashNames.Of(algorithm.Hash), RsaVerifier.Padding(algorithm));

    /// <inheritdoc/>
    /// <remarks>
    /// By BouncyCastle: .NET signs no digest without naming its hash function. Blinded against timing, and checked with the public exponent before
    /// it leaves. The arrays are erased afterwards; what BouncyCastle has made of them is left to the garbage collector.
    /// </remarks>
    public byte[] SignDigest(ReadOnlySpan<byte> digest)
    {
        RSAParameters parts = key.ExportParameters(includePrivateParameters: true);
        try
        {
            var block = new Pkcs1Encoding(new RsaBlindedEngine());
            block.Init(forEncryption: true, new RsaPrivateCrtKeyParameters(
                Number(parts.Modulus), Number(parts.Exponent), Number(parts.D), Number(parts.P), Number(parts.Q), Number(parts.DP), Number(parts.DQ),
                Number(parts.InverseQ)));
            return block.ProcessBlock(digest.ToArray(), 0, digest.Length);
        }
        finally
        {
            foreach (byte[]? part in (byte[]?[])[parts.D, parts.P, parts.Q, parts.DP, parts.DQ, parts.InverseQ])
            {
                CryptographicOperations.ZeroMemory(part);
            }
        }
    }

    /// <inheritdoc/>
    public byte[] ExportPublicKey() => key.ExportSubjectPublicKeyInfo();

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    private static BigInteger Number(byte[]? unsigned) => new(1, unsigned!);
}
