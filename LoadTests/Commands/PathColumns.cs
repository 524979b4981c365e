namespace Pipeline.LoadTests.Commands;

/// <summary>The table of <c>path</c>.</summary>
internal static class PathColumns
{
    /// <summary>All columns, in order.</summary>
    public static IReadOnlyList<Column<PathRow>> All { get; } =
    [
        new("case", row => row.Case),
        new("suite", row => row.Suite),
        new("size", row => Figure.Of(row.Size)),
        new("way", row => row.Direction),
        new("shards", row => Figure.Of(row.Shards)),
        new("SAs", row => Figure.Of(row.Sas)),
        new("ns", row => Figure.Of(row.NanosecondsPerPacket)),
        new("p10", row => Figure.Of(row.P10Nanoseconds)),
        new("p90", row => Figure.Of(row.P90Nanoseconds)),
        new("Mpps", row => Figure.Of(row.PacketsPerSecond / 1e6)),
        new("Gbit/s", row => Figure.Of(row.GigabitsPerSecond)),
        new("B/pkt", row => Figure.Of(row.AllocatedBytesPerPacket)),
        new("c/B", row => Figure.Of(row.CyclesPerByte)),
        new(".NET", row => Figure.Of(row.BaselineDotnetNanoseconds)),
        new("OpenSSL", row => Figure.Of(row.BaselineOpensslNanoseconds)),
        new("ipsec-mb", row => Figure.Of(row.BaselineIpsecMbNanoseconds)),
        new("kernel", row => Figure.Of(row.KernelNanoseconds)),
        new("path/mb", row => Figure.Of(row.RatioToIpsecMb)),
        new("kernel/mb", row => Figure.Of(row.KernelRatioToIpsecMb)),
        new("/good", row => Figure.Of(row.RatioToGood)),
    ];
}
