using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.V1.Keys;

/// <summary>What the two sides of phase 1 said to each other and what its keys and hashes cover (RFC 2409 §5). Nothing secret.</summary>
/// <param name="InitiatorCookie">CKY-I.</param>
/// <param name="ResponderCookie">CKY-R.</param>
/// <param name="InitiatorNonce">Ni_b.</param>
/// <param name="ResponderNonce">Nr_b.</param>
/// <param name="InitiatorPublic">g^xi, as in its KE payload.</param>
/// <param name="ResponderPublic">g^xr, as in its KE payload.</param>
/// <param name="InitiatorSa">SAi_b: the body of the initiator's SA payload exactly as it was sent.</param>
public sealed record Phase1Exchange(
    ulong InitiatorCookie,
    ulong ResponderCookie,
    Octets InitiatorNonce,
    Octets ResponderNonce,
    Octets InitiatorPublic,
    Octets ResponderPublic,
    Octets InitiatorSa);
