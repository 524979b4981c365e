using System.Security.Cryptography;

namespace Pipeline.Crypto.Signatures;

/// <summary>ECDSA private keys; held by the operating system's library, which overwrites them.</summary>
internal sealed class EcdsaSigner(ECDsa key) : ISigner
{
    /// <inheritdoc/>
    public byte[] Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message) =>
        key.SignData(message, HashNames.Of(algorithm.Hash), EcdsaVerifier.Format(algorithm));

    /// <inheritdoc/>
    public byte[] SignDigest(ReadOnlySpan<byte> digest) => key.SignHash(digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <inheritdoc/>
    public byte[] ExportPublicKey() => key.ExportSubjectPublicKeyInfo();

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}
