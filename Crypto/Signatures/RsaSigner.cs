using System.Security.Cryptography;

namespace Pipeline.Crypto.Signatures;

/// <summary>RSA private keys; held by the operating system's library, which overwrites them.</summary>
internal sealed class RsaSigner(RSA key) : ISigner
{
    /// <inheritdoc/>
    public byte[] Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message) =>
        key.SignData(message.ToArray(), HashNames.Of(algorithm.Hash), RsaVerifier.Padding(algorithm));

    /// <inheritdoc/>
    public byte[] ExportPublicKey() => key.ExportSubjectPublicKeyInfo();

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}
