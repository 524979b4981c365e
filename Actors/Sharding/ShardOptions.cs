using Pipeline.Engine.DataPath;

namespace Pipeline.Actors.Sharding;

/// <summary>The bounds of one shard.</summary>
public sealed record ShardOptions
{
    /// <summary>Batches that wait in its channel at most; more are dropped and counted.</summary>
    public int QueueBatches { get; init; } = 64;

    /// <summary>The bounds of its two paths.</summary>
    public PathOptions Path { get; init; } = new();
}
