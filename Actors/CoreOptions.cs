using Pipeline.Actors.Sharding;

namespace Pipeline.Actors;

/// <summary>How a <see cref="GatewayCore"/> is cut into shards, and their bounds.</summary>
public sealed record CoreOptions
{
    /// <summary>Shards, each with a thread; 0 for one a processor. At most <see cref="SpiAllocator.MaximumShardCount"/>.</summary>
    public int ShardCount { get; init; }

    /// <summary>The bounds of each.</summary>
    public ShardOptions Shard { get; init; } = new();

    /// <summary>The number of shards that result.</summary>
    public int EffectiveShardCount => ShardCount == 0
        ? Math.Min(Environment.ProcessorCount, SpiAllocator.MaximumShardCount)
        : ShardCount;
}
