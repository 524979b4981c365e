using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>What a connection offers and takes in phase 1.</summary>
internal static class Phase1Offer
{
    /// <summary>The suites of a connection, best first; none when its proof has no method of IKEv1.</summary>
    internal static IReadOnlyList<Phase1Suite> SuitesOf(ConnectionOptions connection) => MethodOf(connection) is { } method
        ? [.. connection.Proposals.SelectMany(proposal => Phase1Suite.Of(proposal, method)).Distinct()]
        : [];

    /// <summary>How both sides prove who they are: IKEv1 has one method for both. Null when the connection has none of IKEv1.</summary>
    internal static OakleyAuthMethod? MethodOf(ConnectionOptions connection) => connection.OwnProof switch
    {
        PresharedKeyMethod when connection.PeerProofs.OfType<PresharedKeyMethod>().Any() => OakleyAuthMethod.PresharedKey,
        IPhase1Signer signer when connection.PeerProofs.OfType<IPhase1Verifier>().Any() => signer.Method,
        _ => null,
    };

    /// <summary>How long phase 1 may live.</summary>
    internal static NegotiatedLifetime LifetimeOf(ConnectionOptions connection) => new(
        connection.RekeyAfter > TimeSpan.Zero ? (uint)Math.Min(connection.RekeyAfter.TotalSeconds * 1.1, uint.MaxValue) : null, null);
}
