using System.Security.Cryptography;

namespace Pipeline.Crypto.KeyExchange;

/// <summary>Key exchange on a curve of RFC 7748, as IKEv2 uses it (RFC 8031 §2): values are the bytes of a u-coordinate.</summary>
internal abstract class MontgomeryCurveGroup(IMontgomeryCurve curve) : DiffieHellmanGroup
{
    private const int LongestPrivateKey = 56;

    /// <inheritdoc/>
    internal override int PublicLength => curve.Length;

    /// <inheritdoc/>
    internal override int SecretLength => curve.Length;

    /// <inheritdoc/>
    public override InitiatedExchange Initiate(IRandomSource random)
    {
        Span<byte> privateKey = stackalloc byte[LongestPrivateKey];
        privateKey = privateKey[..curve.Length];
        try
        {
            random.Fill(privateKey);
            return curve.Begin(privateKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }
}
