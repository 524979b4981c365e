using Pipeline.Crypto;
using Pipeline.Crypto.KeyDerivation;
using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>What AUTH proves: the bytes that are signed, or go into the prf with a shared key (RFC 7296 §2.15).</summary>
/// <remarks>
/// <code>
/// InitiatorSignedOctets = IKE_SA_INIT request  | Nr | prf(SK_pi, body of IDi)  [| IntAuth]
/// ResponderSignedOctets = IKE_SA_INIT response | Ni | prf(SK_pr, body of IDr)  [| IntAuth]
/// </code>
/// </remarks>
public static class SignedOctets
{
    /// <summary>Writes them.</summary>
    /// <param name="prf">The negotiated pseudorandom function.</param>
    /// <param name="skP">SK_pi for the initiator's AUTH, SK_pr for the responder's; after a PPK was mixed in, if one was.</param>
    /// <param name="message">The whole IKE_SA_INIT message of the one who proves, as it was on the wire, without non-ESP marker.</param>
    /// <param name="peerNonce">The nonce of the other one.</param>
    /// <param name="idBody">Body of the ID payload of the one who proves.</param>
    /// <param name="intermediate">IntAuth when there was IKE_INTERMEDIATE (RFC 9242 §3.3.2), otherwise nothing.</param>
    public static byte[] Write(
        Prf prf, SecretBytes skP, Octets message, Octets peerNonce, Octets idBody, ReadOnlySpan<byte> intermediate = default)
    {
        ArgumentNullException.ThrowIfNull(prf);
        ArgumentNullException.ThrowIfNull(skP);
        var maced = new byte[prf.OutputLength];
        prf.Compute(skP.Span, idBody.Span, maced);
        return [.. message.Span, .. peerNonce.Span, .. maced, .. intermediate];
    }
}
