using Pipeline.Engine.Wire.Ike.V2.Identities;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>What a peer says it is, and what shall prove it.</summary>
/// <param name="Identity">Its ID payload.</param>
/// <param name="Proof">Its AUTH payload.</param>
/// <param name="Certificates">Its CERT payloads, in order; the first is the end entity's (RFC 7296 §3.6).</param>
public sealed record PeerClaim(IkeIdentity Identity, AuthPayload Proof, IReadOnlyList<CertPayload> Certificates);
