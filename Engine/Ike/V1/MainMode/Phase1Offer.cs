using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>What a connection offers and takes in phase 1.</summary>
internal static class Phase1Offer
{
    /// <summary>The suites of a connection, best first; none when its proof has no method of IKEv1.</summary>
    internal static IReadOnlyList<Phase1Suite> SuitesOf(ConnectionOptions connection) => connection.OwnProof is PresharedKeyMethod
        ? [.. connection.Proposals.SelectMany(proposal => Phase1Suite.Of(proposal, OakleyAuthMethod.PresharedKey)).Distinct()]
        : [];

    /// <summary>How long phase 1 may live.</summary>
    internal static NegotiatedLifetime LifetimeOf(ConnectionOptions connection) => new(
        connection.RekeyAfter > TimeSpan.Zero ? (uint)Math.Min(connection.RekeyAfter.TotalSeconds * 1.1, uint.MaxValue) : null, null);
}
