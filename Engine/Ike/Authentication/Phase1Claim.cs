using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>What a peer of IKEv1 says it is, and the signature that shall prove it.</summary>
/// <param name="Identity">Its ID payload.</param>
/// <param name="Method">The negotiated method: a signature.</param>
/// <param name="Hash">HASH_I or HASH_R as it must be.</param>
/// <param name="Signature">The body of its SIG payload.</param>
/// <param name="Certificates">Its X.509 certificates, DER, unchecked, in the order in which they came.</param>
/// <param name="At">The time of the check.</param>
public sealed record Phase1Claim(
    IkeIdentity Identity, OakleyAuthMethod Method, Octets Hash, Octets Signature, IReadOnlyList<Octets> Certificates, DateTimeOffset At);
