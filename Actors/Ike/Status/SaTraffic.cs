namespace Pipeline.Actors.Ike.Status;

/// <summary>What one SA has carried.</summary>
/// <param name="Packets">Packets.</param>
/// <param name="Bytes">Protected bytes.</param>
public readonly record struct SaTraffic(long Packets, long Bytes);
