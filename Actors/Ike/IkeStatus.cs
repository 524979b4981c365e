using Pipeline.Engine.Ike;

namespace Pipeline.Actors.Ike;

/// <summary>Answer to <see cref="QueryIke"/>: all connections and their IKE SAs.</summary>
/// <param name="Connections">One for each connection of the configuration, in its order.</param>
/// <param name="IkeSas">Every IKE SA that an actor holds.</param>
/// <param name="HalfOpenCount">IKE SAs whose peer is not authenticated yet.</param>
/// <param name="Counters">What the router counted.</param>
public sealed record IkeStatus(
    IReadOnlyList<ConnectionStatus> Connections, IReadOnlyList<IkeSaStatus> IkeSas, int HalfOpenCount, IkeCounters Counters);

/// <summary>One connection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsEstablished">True when it has an IKE SA whose peer is authenticated.</param>
/// <param name="LastFailure">Why its last negotiation came to nothing; null since one succeeded.</param>
/// <param name="FailedAt">When.</param>
public sealed record ConnectionStatus(string Name, bool IsEstablished, IkeFailure? LastFailure, DateTimeOffset? FailedAt);

/// <summary>One IKE SA.</summary>
/// <param name="Connection">Name of its connection; empty while a responder does not know it.</param>
/// <param name="State">What it waits for.</param>
/// <param name="LocalSpi">Our SPI.</param>
/// <param name="RemoteSpi">The peer's.</param>
/// <param name="Path">Where it goes.</param>
/// <param name="Peer">Who the peer has proved to be; null before.</param>
/// <param name="Suite">What was negotiated; null before.</param>
/// <param name="Children">Its Child SAs.</param>
public sealed record IkeSaStatus(
    string Connection,
    string State,
    ulong LocalSpi,
    ulong RemoteSpi,
    IkePath Path,
    string? Peer,
    string? Suite,
    IReadOnlyList<ChildStatus> Children);

/// <summary>One pair of Child SAs.</summary>
/// <param name="Name">Name of the child in configuration.</param>
/// <param name="InboundSpi">Our SPI.</param>
/// <param name="OutboundSpi">The peer's.</param>
/// <param name="Suite">What protects.</param>
public sealed record ChildStatus(string Name, uint InboundSpi, uint OutboundSpi, string Suite);

/// <summary>What the router counted since its start.</summary>
public sealed record IkeCounters
{
    /// <summary>Messages that came.</summary>
    public long Received { get; init; }

    /// <summary>Messages that are no IKEv2, or belong to no IKE SA here.</summary>
    public long Unknown { get; init; }

    /// <summary>First requests from addresses that no connection expects.</summary>
    public long Uninvited { get; init; }

    /// <summary>First requests that were answered by a cookie (RFC 7296 §2.6).</summary>
    public long Cookies { get; init; }

    /// <summary>First requests that were refused because too many are half open.</summary>
    public long Refused { get; init; }

    /// <summary>Messages for an IKE SA that has too many waiting already.</summary>
    public long Crowded { get; init; }
}
