using Pipeline.Crypto.KeyExchange.Native;

namespace Pipeline.Crypto.KeyExchange;

/// <summary>X25519 (RFC 7748 §5, RFC 8031): key exchange method 31.</summary>
internal sealed class Curve25519Group(IMontgomeryCurve curve) : MontgomeryCurveGroup(curve)
{
    /// <summary>On libcrypto where it has the curve, else in managed code.</summary>
    internal static Curve25519Group Chosen { get; } = OnLibcrypto() ?? Managed();

    /// <summary>The group on libcrypto; null when that is not there or does not have the curve.</summary>
    internal static Curve25519Group? OnLibcrypto() =>
        LibcryptoCurve.TryCreate(Libcrypto.Instance, Libcrypto.X25519) is { } curve ? new(curve) : null;

    /// <summary>The group in managed code.</summary>
    internal static Curve25519Group Managed() => new(ManagedCurve.X25519);
}
