using System.Net;
using System.Text;
using Pipeline.LoadTests.Commands;
using Pipeline.LoadTests.Kept;
using Pipeline.LoadTests.Rows;
using Pipeline.LoadTests.Scenarios;

namespace Pipeline.LoadTests.Reports;

/// <summary>The report of <c>run</c>: one page of Markdown, and one of HTML that needs nothing else.</summary>
/// <param name="words">The command line behind the program's name.</param>
/// <param name="scenarios">What was run.</param>
/// <param name="shards">What more shards brought; empty for no plot of it.</param>
internal sealed class LoadReport(string words, IReadOnlyList<ScenarioStats> scenarios, IReadOnlyList<ShardRow> shards)
{
    private static readonly int[] Percents = [50, 75, 95, 99];

    private readonly ScenarioRow[] _rows = [.. scenarios.Select(ScenarioRow.Of)];

    /// <summary>Makes the folder of a report: before anything is measured, which may take long.</summary>
    /// <exception cref="BadInputException">It cannot be made.</exception>
    public static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BadInputException($"--report: '{folder}' cannot be made a folder: {refused.Message}");
        }
    }

    /// <summary>Writes <c>report.md</c> and <c>report.html</c>.</summary>
    /// <param name="folder">Made when it is not there.</param>
    public void Write(string folder)
    {
        CreateFolder(folder);
        File.WriteAllText(Path.Combine(folder, "report.md"), Markdown());
        File.WriteAllText(Path.Combine(folder, "report.html"), Html());
    }

    private static string MachineLine =>
        $"{Machine.Current.Processor}, {Machine.Current.Cores} cores; {Machine.Current.Runtime}; {Machine.Current.System}; commit {ResultFile.Commit}";

    private string Markdown()
    {
        var page = new StringBuilder()
            .AppendLine("# Load test").AppendLine()
            .AppendLine($"    {words}").AppendLine()
            .AppendLine($"{MachineLine}.").AppendLine()
            .AppendLine(RowText.ToMarkdown(_rows, ScenarioRow.Columns));
        if (shards.Count > 0)
        {
            page.AppendLine("## Shards").AppendLine().AppendLine(RowText.ToMarkdown(shards, ShardRow.Columns));
        }

        return page.AppendLine("The plots are in `report.html`.").ToString();
    }

    private string Html()
    {
        var page = new StringBuilder("""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Load test</title>
            <style>body{font-family:sans-serif;max-width:1100px;margin:2em auto}table{border-collapse:collapse}
            td,th{border:1px solid #ccc;padding:3px 8px;text-align:right}code{background:#f3f3f3;padding:2px 4px}</style></head><body>
            <h1>Load test</h1>

            """);
        page.AppendLine($"<p><code>{WebUtility.HtmlEncode(words)}</code></p><p>{WebUtility.HtmlEncode(MachineLine)}</p>");
        page.Append(Table(_rows, ScenarioRow.Columns)).Append(ThroughputPlot()).Append(LatencyPlot());
        if (shards.Count > 0)
        {
            page.AppendLine("<h2>Shards</h2>").Append(Table(shards, ShardRow.Columns)).Append(ShardPlot());
        }

        return page.AppendLine("</body></html>").ToString();
    }

    private string ThroughputPlot() => SvgPlot.Lines(
        "Throughput over time",
        "Gbit/s",
        ScenarioStats.Interval.TotalSeconds,
        [.. scenarios.Select(stats => new PlotSeries(stats.Name, stats.GigabitsOverTime))]);

    private string LatencyPlot() => SvgPlot.Bars(
        "Latency percentiles of a step",
        "ms",
        [.. Percents.Select(percent => $"p{percent}")],
        [.. scenarios.Select(stats => new PlotSeries(stats.Name, [.. Percents.Select(percent => stats.Milliseconds(percent))]))]);

    private string ShardPlot() => SvgPlot.Bars(
        "Shard scaling",
        "million packets a second",
        [.. shards.Select(row => $"{row.Shards}")],
        [
            new PlotSeries("by the wall clock", [.. shards.Select(row => row.PacketsPerSecond / 1e6)]),
            new PlotSeries("by processor time", [.. shards.Select(row => row.PacketsPerProcessorSecond / 1e6)]),
        ]);

    private static string Table<TRow>(IReadOnlyList<TRow> rows, IReadOnlyList<Column<TRow>> columns)
    {
        static string Line(string tag, IEnumerable<string> cells) =>
            $"<tr>{string.Concat(cells.Select(cell => $"<{tag}>{WebUtility.HtmlEncode(cell)}</{tag}>"))}</tr>\n";
        return "<table>\n" + Line("th", columns.Select(column => column.Title))
            + string.Concat(rows.Select(row => Line("td", columns.Select(column => column.Text(row))))) + "</table>\n";
    }
}
