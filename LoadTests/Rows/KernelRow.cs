namespace Pipeline.LoadTests.Rows;

/// <summary>One row of <c>kernels</c>: one set of kernels, or ipsec-mb, on one suite and size.</summary>
internal sealed record KernelRow
{
    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>Bytes of the inner IP packet; the cipher's text is that, padded.</summary>
    public required int Size { get; init; }

    /// <summary>The set's name, or <c>ipsec-mb alone</c> for the library without us.</summary>
    public required string Kernel { get; init; }

    /// <summary>Of one packet.</summary>
    public required double SealNanoseconds { get; init; }

    /// <summary>Of one packet.</summary>
    public required double OpenNanoseconds { get; init; }

    /// <summary>Against the portable set.</summary>
    public double? SealRatioToPortable { get; init; }

    /// <summary>Against the portable set.</summary>
    public double? OpenRatioToPortable { get; init; }

    /// <summary>Against ipsec-mb alone, when it is installed.</summary>
    public double? SealRatioToIpsecMb { get; init; }

    /// <summary>Against ipsec-mb alone, when it is installed.</summary>
    public double? OpenRatioToIpsecMb { get; init; }

    /// <summary>The table for people.</summary>
    public static IReadOnlyList<Column<KernelRow>> Columns { get; } =
    [
        new("suite", row => row.Suite),
        new("size", row => Figure.Of(row.Size)),
        new("kernel", row => row.Kernel),
        new("seal ns", row => Figure.Of(row.SealNanoseconds)),
        new("open ns", row => Figure.Of(row.OpenNanoseconds)),
        new("seal/portable", row => Figure.Of(row.SealRatioToPortable)),
        new("open/portable", row => Figure.Of(row.OpenRatioToPortable)),
        new("seal/mb", row => Figure.Of(row.SealRatioToIpsecMb)),
        new("open/mb", row => Figure.Of(row.OpenRatioToIpsecMb)),
    ];
}
