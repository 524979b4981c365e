using Pipeline.LoadTests.Reports;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Scenarios;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.LoadTests;

/// <summary>Reports, the arithmetic behind them, and what scenarios may know.</summary>
public sealed class LoadReportTests
{
    [Fact]
    public void A_report_holds_its_plots_itself()
    {
        string folder = Directory.CreateTempSubdirectory("pipeline-test-").FullName;
        try
        {
            new LoadReport("run --scenario <x>", [StatsOfTenSteps()], []).Write(folder);
            string html = File.ReadAllText(Path.Combine(folder, "report.html"));

            Assert.Equal(2, html.Split("<svg ").Length - 1);
            Assert.Contains("&lt;x&gt;", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
            Assert.Contains("| protect |", File.ReadAllText(Path.Combine(folder, "report.md")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Statistics_count_steps_and_place_their_latencies()
    {
        ScenarioStats stats = StatsOfTenSteps();

        Assert.Equal((10, 1), (stats.Ok, stats.Fail));
        Assert.Equal(10_000, stats.Bytes);
        Assert.InRange(stats.Milliseconds(50), 4.99, 5.01);
        Assert.InRange(stats.MaximumMilliseconds, 9.99, 10.01);
        Assert.Equal([10_000 * 8 / 0.25 / 1e9, 0, 0, 0], stats.GigabitsOverTime);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(50, 3)]
    [InlineData(90, 8.2)]
    [InlineData(100, 11)]
    public void A_percentile_between_two_samples_is_in_proportion(double percent, double expected) =>
        Assert.Equal(expected, Percentiles.Of([1, 2, 3, 4, 11], percent), 1e-9);

    [Fact]
    public void A_median_needs_no_order() => Assert.Equal(2.5, Percentiles.Median([4, 1, 3, 2]));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.3, 0.5)]
    [InlineData(2, 2)]
    [InlineData(61, 100)]
    public void A_plot_ends_at_a_round_number(double value, double expected) => Assert.Equal(expected, SvgPlot.NiceMaximum(value), 1e-9);

    [Fact]
    public void No_scenario_knows_a_runner()
    {
        IEnumerable<string> knowing = Repository.SourceFiles("LoadTests")
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "Scenarios")
            .Where(file => File.ReadAllText(file).Contains("NBomber", StringComparison.Ordinal));

        Assert.Empty(knowing);
    }

    /// <summary>Steps of 1 to 10 ms in the first interval of a second, and one that failed.</summary>
    private static ScenarioStats StatsOfTenSteps()
    {
        var stats = new ScenarioStats("protect", new LoadSimulation(1, TimeSpan.FromSeconds(1), 0));
        for (int step = 1; step <= 10; step++)
        {
            stats.Count(new StepResult(IsOk: true, 1000), TimeSpan.FromMilliseconds(step), TimeSpan.FromMilliseconds(100));
        }

        stats.Count(new StepResult(IsOk: false, 1000), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(100));
        return stats;
    }
}
