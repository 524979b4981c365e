using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>A way to prove who we are that phase 1 of IKEv1 has too: by a signature over HASH_I or HASH_R (RFC 2409 §5.1).</summary>
public interface IPhase1Signer
{
    /// <summary>The method to negotiate; null when IKEv1 has none for our key: Ed25519 and Ed448.</summary>
    OakleyAuthMethod? Method { get; }

    /// <summary>Certificates to send in front of the signature, DER, our own first.</summary>
    IReadOnlyList<Octets> Chain { get; }

    /// <summary>Signs.</summary>
    /// <param name="hash">HASH_I or HASH_R, by the hash that <see cref="Method"/> goes with.</param>
    /// <returns>The body of the SIG payload.</returns>
    byte[] SignHash(ReadOnlySpan<byte> hash);
}
