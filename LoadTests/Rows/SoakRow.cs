namespace Pipeline.LoadTests.Rows;

/// <summary>The row of <c>soak</c>.</summary>
internal sealed record SoakRow
{
    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>How long.</summary>
    public required double Seconds { get; init; }

    /// <summary>Packets that went all the way, both paths together.</summary>
    public required long GoodPackets { get; init; }

    /// <summary>Packets that were dropped as they should be.</summary>
    public required long BadPackets { get; init; }

    /// <summary>Collections of generation 0 meanwhile: must be 0.</summary>
    public required int Gen0Collections { get; init; }

    /// <summary>Collections of generation 1 meanwhile: must be 0.</summary>
    public required int Gen1Collections { get; init; }

    /// <summary>Collections of generation 2 meanwhile: must be 0.</summary>
    public required int Gen2Collections { get; init; }

    /// <summary>Bytes that the thread allocated meanwhile: must be 0.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>True when nothing is that must not be.</summary>
    public bool IsClean => Gen0Collections + Gen1Collections + Gen2Collections == 0 && AllocatedBytes == 0;

    /// <summary>The table for people.</summary>
    public static IReadOnlyList<Column<SoakRow>> Columns { get; } =
    [
        new("suite", row => row.Suite),
        new("seconds", row => Figure.Of(row.Seconds)),
        new("good packets", row => Figure.Of(row.GoodPackets)),
        new("bad packets", row => Figure.Of(row.BadPackets)),
        new("gen 0", row => Figure.Of(row.Gen0Collections)),
        new("gen 1", row => Figure.Of(row.Gen1Collections)),
        new("gen 2", row => Figure.Of(row.Gen2Collections)),
        new("allocated bytes", row => Figure.Of(row.AllocatedBytes)),
    ];
}
