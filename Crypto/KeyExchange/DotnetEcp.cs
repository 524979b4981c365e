using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Pipeline.Crypto.KeyExchange;

/// <summary>ECP groups by .NET's own ECDH: where libcrypto is not, and its twin in tests.</summary>
/// <remarks>
/// Slower than libcrypto, which it calls on Linux: taking in a key, ours or the peer's, multiplies by the order to check it. With
/// cofactor 1, being on the curve is all that there is to check.
/// </remarks>
internal sealed class DotnetEcp(EcpCurve curve) : IEcpArithmetic
{
    /// <inheritdoc/>
    public InitiatedExchange Begin(ReadOnlySpan<byte> privateKey)
    {
        byte[] copy = GC.AllocateArray<byte>(privateKey.Length, pinned: true);
        try
        {
            privateKey.CopyTo(copy);
            return new Ephemeral(curve, ECDiffieHellman.Create(new ECParameters { Curve = curve.Named, D = copy }));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    private sealed class Ephemeral : InitiatedExchange
    {
        private readonly EcpCurve _curve;
        private readonly ECDiffieHellman _key;
        private readonly byte[] _publicValue;

        internal Ephemeral(EcpCurve curve, ECDiffieHellman key)
        {
            _curve = curve;
            _key = key;
            ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
            _publicValue = [.. point.X!, .. point.Y!];
        }

        public override ReadOnlyMemory<byte> PublicValue => _publicValue;

        public override bool TryFinish(ReadOnlySpan<byte> responderValue, [NotNullWhen(true)] out SecretBytes? secret)
        {
            secret = null;
            if (!_curve.TryReadPoint(responderValue, out ECPoint point))
            {
                return false;
            }

            using var other = ECDiffieHellman.Create(new ECParameters { Curve = _curve.Named, Q = point });
            using ECDiffieHellmanPublicKey otherValue = other.PublicKey;
            byte[] x = _key.DeriveRawSecretAgreement(otherValue);
            secret = new SecretBytes(x);
            CryptographicOperations.ZeroMemory(x);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _key.Dispose();
            }
        }
    }
}
