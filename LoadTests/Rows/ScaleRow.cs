namespace Pipeline.LoadTests.Rows;

/// <summary>One row of <c>scale</c>: how a cost grows with a count.</summary>
internal sealed record ScaleRow
{
    /// <summary>What grows: <c>SAs</c>, <c>memory out</c>, <c>filters, first packet</c>, ...</summary>
    public required string Case { get; init; }

    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>How many there are.</summary>
    public required int Count { get; init; }

    /// <summary>Of one packet, or of one look-up; null for memory.</summary>
    public double? NanosecondsPerPacket { get; init; }

    /// <summary>Against the smallest count of the case.</summary>
    public double? RatioToSmallest { get; init; }

    /// <summary>Managed memory of one SA with its actor, parameters and table entries; null for times.</summary>
    public double? BytesPerSa { get; init; }

    /// <summary>The table for people.</summary>
    public static IReadOnlyList<Column<ScaleRow>> Columns { get; } =
    [
        new("case", row => row.Case),
        new("suite", row => row.Suite),
        new("count", row => Figure.Of(row.Count)),
        new("ns", row => Figure.Of(row.NanosecondsPerPacket)),
        new("/smallest", row => Figure.Of(row.RatioToSmallest)),
        new("bytes/SA", row => Figure.Of(row.BytesPerSa)),
    ];
}
