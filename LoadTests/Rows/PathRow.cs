namespace Pipeline.LoadTests.Rows;

/// <summary>One row of <c>path</c>; fields are null where this machine or the case has no such figure.</summary>
internal sealed record PathRow
{
    /// <summary>What was measured: <c>path</c>, <c>forged</c>, <c>new flows</c>.</summary>
    public required string Case { get; init; }

    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>Bytes of the inner IP packet.</summary>
    public required int Size { get; init; }

    /// <summary><c>out</c> or <c>in</c>.</summary>
    public required string Direction { get; init; }

    /// <summary>Threads; 1 is measured without threads.</summary>
    public required int Shards { get; init; }

    /// <summary>SAs with traffic.</summary>
    public required int Sas { get; init; }

    /// <summary>Flows.</summary>
    public required int Flows { get; init; }

    /// <summary>Rules that match nothing, in front of the others.</summary>
    public required int Rules { get; init; }

    /// <summary>The set of kernels; <c>ipsec-mb</c> gives long packets to the library that <see cref="RatioToIpsecMb"/> compares with.</summary>
    public required string Kernel { get; init; }

    /// <summary>Median over the rounds, of one packet.</summary>
    public required double NanosecondsPerPacket { get; init; }

    /// <summary>10 % of the rounds were faster.</summary>
    public double? P10Nanoseconds { get; init; }

    /// <summary>10 % of the rounds were slower.</summary>
    public double? P90Nanoseconds { get; init; }

    /// <summary>From the median.</summary>
    public required double PacketsPerSecond { get; init; }

    /// <summary>Of inner IP packets.</summary>
    public required double GigabitsPerSecond { get; init; }

    /// <summary>Garbage.</summary>
    public required double? AllocatedBytesPerPacket { get; init; }

    /// <summary>Of inner IP packets, where cycles can be counted.</summary>
    public double? CyclesPerByte { get; init; }

    /// <summary>.NET's cryptography alone on a text of this size.</summary>
    public double? BaselineDotnetNanoseconds { get; init; }

    /// <summary>OpenSSL alone.</summary>
    public double? BaselineOpensslNanoseconds { get; init; }

    /// <summary>ipsec-mb alone.</summary>
    public double? BaselineIpsecMbNanoseconds { get; init; }

    /// <summary>The whole path against ipsec-mb alone.</summary>
    public double? RatioToIpsecMb { get; init; }

    /// <summary>Our kernel alone.</summary>
    public double? KernelNanoseconds { get; init; }

    /// <summary>Our kernel alone against ipsec-mb alone.</summary>
    public double? KernelRatioToIpsecMb { get; init; }

    /// <summary>Against the same load of good packets, for forged ones.</summary>
    public double? RatioToGood { get; init; }

    /// <summary>The table for people.</summary>
    public static IReadOnlyList<Column<PathRow>> Columns { get; } =
    [
        new("case", row => row.Case),
        new("suite", row => row.Suite),
        new("kernels", row => row.Kernel),
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
