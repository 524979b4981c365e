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

    /// <summary>True when the other one believes the same, though it was read at another time; apart from what <see cref="Renew"/> takes.</summary>
    bool IsSameAs(IPeerProof other);

    /// <summary>Takes over from one that is the same what may change without a new negotiation: revocation lists.</summary>
    /// <param name="other">One that was read later.</param>
    void Renew(IPeerProof other);

    /// <summary>True when it needs this secret, which then must not be erased.</summary>
    /// <param name="credential">The very object.</param>
    bool Uses(IDisposable credential);
}
