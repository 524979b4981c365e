using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Crypto.KeyExchange;

/// <summary>One key exchange method: a row of the <see cref="KeyExchangeCatalog"/>.</summary>
public sealed record KeyExchangeMethod
{
    private readonly IKeyExchange _family;

    /// <summary>A row computed by <paramref name="family"/>.</summary>
    internal KeyExchangeMethod(IKeyExchange family) => _family = family;

    /// <summary>The name in configuration and logs, spelled as strongSwan does: <c>modp2048</c>, <c>ecp256</c>, <c>curve25519</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other spellings that configuration may use.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>IKEv2 transform type 4 identifier, and IKEv1 group description of the same number (IANA "ikev2-parameters").</summary>
    public required int Id { get; init; }

    /// <summary>Bytes of the initiator's value.</summary>
    public required int InitiatorLength { get; init; }

    /// <summary>Bytes of the responder's value.</summary>
    public required int ResponderLength { get; init; }

    /// <summary>Bytes of the shared secret.</summary>
    public required int SecretLength { get; init; }

    /// <summary>Security strength in bits against a classical computer (NIST SP 800-57 part 1 §5.6.1, SP 800-56A appendix D).</summary>
    public required int StrengthBits { get; init; }

    /// <summary>True when it is too weak to be used unless legacy algorithms are allowed (RFC 8247 §2.4).</summary>
    public bool IsLegacy { get; init; }

    /// <summary>Begins an exchange as initiator, with a fresh private key.</summary>
    public InitiatedExchange Initiate(IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return _family.Initiate(random);
    }

    /// <summary>Answers an exchange as responder, with a fresh private key that is erased on return.</summary>
    /// <param name="random">Where the private key comes from.</param>
    /// <param name="initiatorValue">The value in the initiator's KE payload, unchecked.</param>
    /// <param name="responderValue">What to send back; empty when refused.</param>
    /// <param name="secret">The shared secret, which the caller disposes; null when refused.</param>
    /// <returns>False when the initiator's value is refused.</returns>
    public bool TryRespond(
        IRandomSource random,
        ReadOnlySpan<byte> initiatorValue,
        out byte[] responderValue,
        [NotNullWhen(true)] out SecretBytes? secret)
    {
        ArgumentNullException.ThrowIfNull(random);
        return _family.TryRespond(random, initiatorValue, out responderValue, out secret);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
