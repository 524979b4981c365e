namespace Pipeline.LoadTests.Rows;

/// <summary>One row of <c>latency</c>: how long packets take at one share of the capacity.</summary>
internal sealed record LatencyRow
{
    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>Bytes of the inner IP packet.</summary>
    public required int Size { get; init; }

    /// <summary>Share of the measured capacity that is offered, in percent.</summary>
    public required int LoadPercent { get; init; }

    /// <summary>Packets that the plan sends.</summary>
    public required double OfferedPacketsPerSecond { get; init; }

    /// <summary>Packets that arrived.</summary>
    public required double DeliveredPacketsPerSecond { get; init; }

    /// <summary>Packets that were lost.</summary>
    public required long Dropped { get; init; }

    /// <summary>From the planned sending to the outer port, in microseconds.</summary>
    public required double P50Microseconds { get; init; }

    /// <summary>Likewise, for 99 of 100 packets.</summary>
    public required double P99Microseconds { get; init; }

    /// <summary>Likewise, for 999 of 1,000 packets.</summary>
    public required double P999Microseconds { get; init; }

    /// <summary>Likewise, for the slowest packet.</summary>
    public required double MaximumMicroseconds { get; init; }

    /// <summary>The table for people.</summary>
    public static IReadOnlyList<Column<LatencyRow>> Columns { get; } =
    [
        new("suite", row => row.Suite),
        new("size", row => Figure.Of(row.Size)),
        new("load %", row => Figure.Of(row.LoadPercent)),
        new("offered Mpps", row => Figure.Of(row.OfferedPacketsPerSecond / 1e6)),
        new("delivered Mpps", row => Figure.Of(row.DeliveredPacketsPerSecond / 1e6)),
        new("dropped", row => Figure.Of(row.Dropped)),
        new("p50 us", row => Figure.Of(row.P50Microseconds)),
        new("p99 us", row => Figure.Of(row.P99Microseconds)),
        new("p99.9 us", row => Figure.Of(row.P999Microseconds)),
        new("max us", row => Figure.Of(row.MaximumMicroseconds)),
    ];
}
