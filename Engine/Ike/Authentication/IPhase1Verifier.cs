using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>A way in which a peer may prove who it is that phase 1 of IKEv1 has too: by a signature over HASH_I or HASH_R (RFC 2409 §5.1).</summary>
public interface IPhase1Verifier
{
    /// <summary>Names of the authorities that are trusted, DER: what certificate requests of IKEv1 say (RFC 4945 §3.2.5).</summary>
    IReadOnlyList<Octets> Authorities { get; }

    /// <summary>Judges the proof.</summary>
    AuthenticationVerdict Check(Phase1Claim claim);
}
