using Pipeline.Engine.Ike;

namespace Pipeline.Actors.Ike.Status;

/// <summary>One connection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsEstablished">True when it has an IKE SA whose peer is authenticated.</param>
/// <param name="LastFailure">Why its last negotiation came to nothing; null since one succeeded.</param>
/// <param name="FailedAt">When.</param>
public sealed record ConnectionStatus(string Name, bool IsEstablished, IkeFailure? LastFailure, DateTimeOffset? FailedAt);
