namespace Pipeline.LoadTests.Rows;

/// <summary>One row of <c>shards</c>.</summary>
internal sealed record ShardRow
{
    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>Bytes of the inner IP packet.</summary>
    public required int Size { get; init; }

    /// <summary>Shards, each with a thread.</summary>
    public required int Shards { get; init; }

    /// <summary>Of all shards together, by the wall clock: the median of the rounds.</summary>
    public required double PacketsPerSecond { get; init; }

    /// <summary>Of inner IP packets.</summary>
    public required double GigabitsPerSecond { get; init; }

    /// <summary>Against one shard.</summary>
    public required double SpeedUp { get; init; }

    /// <summary>
    /// Of all shards together, by the processor time of their threads: what they would do if nothing else ran on the
    /// machine.
    /// </summary>
    public required double PacketsPerProcessorSecond { get; init; }

    /// <summary>Against one shard, likewise.</summary>
    public required double SpeedUpOfProcessorTime { get; init; }

    /// <summary>The table for people.</summary>
    public static IReadOnlyList<Column<ShardRow>> Columns { get; } =
    [
        new("suite", row => row.Suite),
        new("size", row => Figure.Of(row.Size)),
        new("shards", row => Figure.Of(row.Shards)),
        new("Mpps", row => Figure.Of(row.PacketsPerSecond / 1e6)),
        new("Gbit/s", row => Figure.Of(row.GigabitsPerSecond)),
        new("speed-up", row => Figure.Of(row.SpeedUp)),
        new("Mpps by processor time", row => Figure.Of(row.PacketsPerProcessorSecond / 1e6)),
        new("speed-up by processor time", row => Figure.Of(row.SpeedUpOfProcessorTime)),
    ];
}
