using System.Security.Cryptography;
using Pipeline.Crypto.KeyExchange.Native;

namespace Pipeline.Crypto.KeyExchange;

/// <summary>A random ECP group (RFC 5903): a public value is x and y, and the shared secret is the x of the common point.</summary>
internal sealed class EcpGroup(EcpCurve curve, IEcpArithmetic arithmetic) : DiffieHellmanGroup
{
    private const int LongestPrivateKey = 66;

    /// <inheritdoc/>
    internal override int PublicLength => 2 * curve.CoordinateLength;

    /// <inheritdoc/>
    internal override int SecretLength => curve.CoordinateLength;

    /// <summary>On libcrypto where it has the curve, else by .NET.</summary>
    internal static EcpGroup Chosen(EcpCurve curve) => OnLibcrypto(curve) ?? OnDotnet(curve);

    /// <summary>The group on libcrypto; null when that is not there or does not have the curve.</summary>
    internal static EcpGroup? OnLibcrypto(EcpCurve curve) =>
        LibcryptoEcp.TryCreate(Libcrypto.Instance, curve) is { } arithmetic ? new(curve, arithmetic) : null;

    /// <summary>The group by .NET.</summary>
    internal static EcpGroup OnDotnet(EcpCurve curve) => new(curve, new DotnetEcp(curve));

    /// <inheritdoc/>
    public override InitiatedExchange Initiate(IRandomSource random)
    {
        Span<byte> privateKey = stackalloc byte[LongestPrivateKey];
        privateKey = privateKey[..curve.CoordinateLength];
        try
        {
            curve.FillPrivateKey(privateKey, random);
            return arithmetic.Begin(privateKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }
}
