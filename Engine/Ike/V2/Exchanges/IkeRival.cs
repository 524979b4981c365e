using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>An IKE SA that one of two rekeys at once has made; it is not decided yet which of the two stays (RFC 7296 §2.8.2).</summary>
/// <param name="Sa">The IKE SA. The exchange that it is pending with owns its keys.</param>
/// <param name="LowerNonce">The lower nonce of its exchange.</param>
internal sealed record IkeRival(IkeSaParameters Sa, Octets LowerNonce)
{
    /// <summary>The IKE SA with keys of its own, which outlive the exchange.</summary>
    internal IkeSaParameters Take() => Sa with { Keys = Sa.Keys.Copy() };
}
