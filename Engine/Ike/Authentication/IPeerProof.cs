using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>One way in which a peer may prove who it is (RFC 7296 §2.15). A new method is a new file that implements this.</summary>
public interface IPeerProof
{
    /// <summary>What it is, for people: never a secret.</summary>
    string Name { get; }

    /// <summary>CERTREQ payloads to send; none for methods without certificates.</summary>
    IReadOnlyList<IkePayload> Requests { get; }

    /// <summary>True when an AUTH payload is of this method, whether it is right or wrong.</summary>
    bool Fits(AuthPayload proof);

    /// <summary>Judges the proof.</summary>
    /// <param name="context">What had to be signed, and with which function.</param>
    /// <param name="claim">What the peer sent.</param>
    AuthenticationVerdict Check(ProofContext context, PeerClaim claim);
}
