namespace Pipeline.Crypto.KeyExchange;

/// <summary>X25519 or X448 (RFC 7748 §5) on one implementation; safe on all threads.</summary>
internal interface IMontgomeryCurve
{
    /// <summary>Bytes of a private key, of a public value and of the shared secret: 32 or 56.</summary>
    int Length { get; }

    /// <summary>Takes a private key into use.</summary>
    /// <param name="privateKey"><see cref="Length"/> random bytes, copied; RFC 7748's decoding of them is done inside.</param>
    InitiatedExchange Begin(ReadOnlySpan<byte> privateKey);
}
