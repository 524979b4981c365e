using Pipeline.LoadTests.Scenarios;

namespace Pipeline.LoadTests.Rows;

/// <summary>One row of <c>run</c>: what a scenario did, with the columns that users of NBomber know.</summary>
internal sealed record ScenarioRow
{
    /// <summary>Its name.</summary>
    public required string Scenario { get; init; }

    /// <summary>Users at the same time.</summary>
    public required int Copies { get; init; }

    /// <summary>Steps that went well.</summary>
    public required long Ok { get; init; }

    /// <summary>Steps that did not.</summary>
    public required long Fail { get; init; }

    /// <summary>Steps a second that went well.</summary>
    public required double RequestsPerSecond { get; init; }

    /// <summary>The shortest step.</summary>
    public required double MinimumMilliseconds { get; init; }

    /// <summary>The mean.</summary>
    public required double MeanMilliseconds { get; init; }

    /// <summary>The longest step.</summary>
    public required double MaximumMilliseconds { get; init; }

    /// <summary>The median.</summary>
    public required double P50Milliseconds { get; init; }

    /// <summary>Three of four steps were as fast.</summary>
    public required double P75Milliseconds { get; init; }

    /// <summary>19 of 20 steps were as fast.</summary>
    public required double P95Milliseconds { get; init; }

    /// <summary>99 of 100 steps were as fast.</summary>
    public required double P99Milliseconds { get; init; }

    /// <summary>Bytes of inner packets moved.</summary>
    public required long Bytes { get; init; }

    /// <summary>The table for people.</summary>
    public static IReadOnlyList<Column<ScenarioRow>> Columns { get; } =
    [
        new("scenario", row => row.Scenario),
        new("copies", row => Figure.Of(row.Copies)),
        new("ok", row => Figure.Of(row.Ok)),
        new("fail", row => Figure.Of(row.Fail)),
        new("RPS", row => Figure.Of(row.RequestsPerSecond)),
        new("min ms", row => Latency(row.MinimumMilliseconds)),
        new("mean", row => Latency(row.MeanMilliseconds)),
        new("max", row => Latency(row.MaximumMilliseconds)),
        new("p50", row => Latency(row.P50Milliseconds)),
        new("p75", row => Latency(row.P75Milliseconds)),
        new("p95", row => Latency(row.P95Milliseconds)),
        new("p99", row => Latency(row.P99Milliseconds)),
        new("data MB", row => Figure.Of(row.Bytes / 1e6)),
    ];

    /// <summary>The row of a scenario.</summary>
    public static ScenarioRow Of(ScenarioStats stats) => new()
    {
        Scenario = stats.Name,
        Copies = stats.Simulation.Copies,
        Ok = stats.Ok,
        Fail = stats.Fail,
        RequestsPerSecond = Math.Round(stats.OkPerSecond, 1),
        MinimumMilliseconds = Math.Round(stats.MinimumMilliseconds, 4),
        MeanMilliseconds = Math.Round(stats.MeanMilliseconds, 4),
        MaximumMilliseconds = Math.Round(stats.MaximumMilliseconds, 4),
        P50Milliseconds = Math.Round(stats.Milliseconds(50), 4),
        P75Milliseconds = Math.Round(stats.Milliseconds(75), 4),
        P95Milliseconds = Math.Round(stats.Milliseconds(95), 4),
        P99Milliseconds = Math.Round(stats.Milliseconds(99), 4),
        Bytes = stats.Bytes,
    };

    // Steps last microseconds: two digits behind the point would show nothing.
    private static string Latency(double milliseconds) =>
        milliseconds.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture);
}
