using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Crypto.KeyExchange;

/// <summary>One family of key exchange methods: two public values cross the wire, and both ends hold one secret.</summary>
/// <remarks>
/// The two ends are not alike: the responder's value may be made from the initiator's, as a key encapsulation mechanism does
/// (RFC 9370 §2.2.2), so a caller never asks for a responder's value alone. Implementations are shared by all threads.
/// </remarks>
internal interface IKeyExchange
{
    /// <summary>Makes a fresh private key and the value that the initiator sends.</summary>
    InitiatedExchange Initiate(IRandomSource random);

    /// <summary>Makes the responder's value and the shared secret with a fresh private key that is erased on return.</summary>
    /// <param name="random">Where the private key comes from.</param>
    /// <param name="initiatorValue">What the initiator sent, unchecked.</param>
    /// <param name="responderValue">What to send back; empty when refused.</param>
    /// <param name="secret">The shared secret, which the caller disposes; null when refused.</param>
    /// <returns>False when the value is refused: wrong length, not in the group, or one that makes the secret predictable.</returns>
    bool TryRespond(
        IRandomSource random,
        ReadOnlySpan<byte> initiatorValue,
        out byte[] responderValue,
        [NotNullWhen(true)] out SecretBytes? secret);
}
