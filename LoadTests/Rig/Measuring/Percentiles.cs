namespace Pipeline.LoadTests.Rig.Measuring;

/// <summary>Order statistics of samples.</summary>
internal static class Percentiles
{
    /// <summary>The value below which <paramref name="percent"/> of the samples lie, between two samples in proportion.</summary>
    /// <param name="sorted">Samples in ascending order; at least one.</param>
    /// <param name="percent">0 to 100.</param>
    public static double Of(ReadOnlySpan<double> sorted, double percent)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(sorted));
        double place = percent / 100 * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>The median of samples in any order; at least one.</summary>
    public static double Median(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return Of(sorted, 50);
    }
}
