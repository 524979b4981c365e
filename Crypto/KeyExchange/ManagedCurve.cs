using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Rfc7748 = Org.BouncyCastle.Math.EC.Rfc7748;

namespace Pipeline.Crypto.KeyExchange;

/// <summary>X25519 and X448 by BouncyCastle: where libcrypto is not, and its twin in tests.</summary>
internal sealed class ManagedCurve : IMontgomeryCurve
{
    private readonly MakePublic _makePublic;
    private readonly Agree _agree;

    private ManagedCurve(int length, MakePublic makePublic, Agree agree)
    {
        Length = length;
        _makePublic = makePublic;
        _agree = agree;
    }

    private delegate void MakePublic(ReadOnlySpan<byte> privateKey, Span<byte> publicValue);

    private delegate bool Agree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicValue, Span<byte> secret);

    /// <summary>X25519.</summary>
    internal static ManagedCurve X25519 { get; } = new(
        Rfc7748.X25519.PointSize,
        Rfc7748.X25519.GeneratePublicKey,
        Rfc7748.X25519.CalculateAgreement);

    /// <summary>X448.</summary>
    internal static ManagedCurve X448 { get; } = new(
        Rfc7748.X448.PointSize,
        Rfc7748.X448.GeneratePublicKey,
        Rfc7748.X448.CalculateAgreement);

    /// <inheritdoc/>
    public int Length { get; }

    /// <inheritdoc/>
    public InitiatedExchange Begin(ReadOnlySpan<byte> privateKey) => new Ephemeral(this, privateKey);

    private sealed class Ephemeral : InitiatedExchange
    {
        private readonly ManagedCurve _curve;
        private readonly SecretBytes _privateKey;
        private readonly byte[] _publicValue;

        internal Ephemeral(ManagedCurve curve, ReadOnlySpan<byte> privateKey)
        {
            _curve = curve;
            _privateKey = new SecretBytes(privateKey);
            _publicValue = new byte[curve.Length];
            curve._makePublic(privateKey, _publicValue);
        }

        public override ReadOnlyMemory<byte> PublicValue => _publicValue;

        public override bool TryFinish(ReadOnlySpan<byte> responderValue, [NotNullWhen(true)] out SecretBytes? secret)
        {
            ReadOnlySpan<byte> privateKey = _privateKey.Span;
            secret = null;
            if (responderValue.Length != _curve.Length)
            {
                return false;
            }

            byte[] agreed = GC.AllocateArray<byte>(_curve.Length, pinned: true);

            // False for an all-zero secret: the value had small order (RFC 7748 §6, RFC 8031 §2.3).
            bool accepted = _curve._agree(privateKey, responderValue, agreed);
            secret = accepted ? new SecretBytes(agreed) : null;
            CryptographicOperations.ZeroMemory(agreed);
            return accepted;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _privateKey.Dispose();
            }
        }
    }
}
