
namespace Pipeline.Actors.Ike.Status;

/// <summary>Answer to <see cref="QueryIke"/>: all connections and their IKE SAs.</summary>
/// <param name="Connections">One for each connection of the configuration, in its order.</param>
/// <param name="IkeSas">Every IKE SA that an actor holds.</param>
/// <param name="HalfOpenCount">IKE SAs whose peer is not authenticated yet.</param>
/// <param name="Counters">What the router counted.</param>
public sealed record IkeStatus(
    IReadOnlyList<ConnectionStatus> Connections, IReadOnlyList<IkeSaStatus> IkeSas, int HalfOpenCount, IkeCounters Counters);
