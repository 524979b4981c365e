namespace Pipeline.LoadTests.Reports;

/// <summary>Values of one name in a plot: a line, or bars of one colour.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Values">In the order of the horizontal axis.</param>
internal sealed record PlotSeries(string Name, IReadOnlyList<double> Values);
