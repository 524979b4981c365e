using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Pipeline.Crypto.KeyExchange;

/// <summary>A random ECP group (RFC 5903): a public value is x and y, and the shared secret is the x of the common point.</summary>
internal sealed class EcpGroup(EcpCurve curve) : DiffieHellmanGroup
{
    /// <inheritdoc/>
    internal override int PublicLength => 2 * curve.CoordinateLength;

    /// <inheritdoc/>
    internal override int SecretLength => curve.CoordinateLength;

    /// <inheritdoc/>
    public override InitiatedExchange Initiate(IRandomSource random)
    {
        byte[] privateKey = GC.AllocateArray<byte>(curve.CoordinateLength, pinned: true);
        try
        {
            curve.FillPrivateKey(privateKey, random);
            return new Ephemeral(curve, ECDiffieHellman.Create(new ECParameters { Curve = curve.Named, D = privateKey }));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
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
