using Pipeline.Crypto;
using Pipeline.Engine.Ike.V1;
using Pipeline.Engine.Ike.V2;

namespace Pipeline.Engine.Ike;

/// <summary>Makes IKE SAs of the version that their connection speaks. Whoever owns one needs to know nothing else of versions.</summary>
public static class IkeSas
{
    /// <summary>One that we begin, with <see cref="IIkeSa.Begin"/>.</summary>
    /// <param name="connection">With whom.</param>
    /// <param name="path">Where the peer is.</param>
    /// <param name="random">Nonces and private keys.</param>
    /// <param name="spis">Our SPIs.</param>
    public static IIkeSa Initiator(ConnectionOptions connection, IkePath path, IRandomSource random, ISpiSource spis)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.Version == IkeVersion.V1
            ? IsakmpSa.Initiator(connection, path, random, spis)
            : IkeSa.Initiator(connection, path, random, spis);
    }

    /// <summary>One for a first request that has just come, and goes to <see cref="IIkeSa.Receive"/>.</summary>
    /// <param name="connections">Those that a peer at that address may mean, the most special first; at least one, and all of one version.</param>
    /// <param name="path">Where it came from and to.</param>
    /// <param name="random">Nonces and private keys.</param>
    /// <param name="spis">Our SPIs.</param>
    public static IIkeSa Responder(IReadOnlyList<ConnectionOptions> connections, IkePath path, IRandomSource random, ISpiSource spis)
    {
        ArgumentNullException.ThrowIfNull(connections);
        return connections[0].Version == IkeVersion.V1
            ? IsakmpSa.Responder(connections, path, random, spis)
            : IkeSa.Responder(connections, path, random, spis);
    }

    /// <summary>One that stands beside another from now on, to be begun with <see cref="IIkeSa.Begin"/>; of IKEv2 only.</summary>
    /// <param name="add">What asks for it.</param>
    /// <param name="random">Nonces and private keys.</param>
    /// <param name="spis">Our SPIs.</param>
    public static IIkeSa Beside(Effect.AddIkeSa add, IRandomSource random, ISpiSource spis)
    {
        ArgumentNullException.ThrowIfNull(add);
        return IkeSa.Replacement(add.State, random, spis);
    }
}
