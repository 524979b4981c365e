namespace Pipeline.Engine.DataPath.Negotiation;

/// <summary>Bounds of the packets that wait for SAs to be negotiated.</summary>
public sealed record HoldOptions
{
    /// <summary>Packets of one path that wait at most: 1 to 256.</summary>
    public int MaximumCount { get; init; } = 64;

    /// <summary>How long one waits at most.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an arrival waits at most that was sent before we had its SA.</summary>
    public TimeSpan EarlyTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
