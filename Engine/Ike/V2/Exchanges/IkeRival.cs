using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>An IKE SA that one of two rekeys at once has made; it is not decided yet which of the two stays (RFC 7296 §2.8.2).</summary>
/// <param name="Sa">The IKE SA.</param>
/// <param name="LowerNonce">The lower nonce of its exchange.</param>
internal sealed record IkeRival(IkeSaParameters Sa, Octets LowerNonce);
