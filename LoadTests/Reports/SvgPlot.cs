using System.Globalization;
using System.Net;
using System.Text;

namespace Pipeline.LoadTests.Reports;

/// <summary>Draws plots as SVG that stands in a page by itself: no script, no font, no file beside it.</summary>
internal sealed class SvgPlot
{
    private const int Width = 760;
    private const int Height = 300;
    private const int Left = 70;
    private const int Right = 170;
    private const int Top = 34;
    private const int Bottom = 40;
    private const int GridLines = 4;

    private static readonly string[] Colours = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#7f7f7f"];

    private readonly StringBuilder _svg = new();
    private readonly double _maximum;

    private SvgPlot(string title, string unit, IReadOnlyList<PlotSeries> series)
    {
        _maximum = NiceMaximum(series.SelectMany(one => one.Values).DefaultIfEmpty(0).Max());
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" role="img" font-family="sans-serif" font-size="12">""");
        Text(Left, 18, "start", $"{title} [{unit}]");
        for (int line = 0; line <= GridLines; line++)
        {
            double value = _maximum * line / GridLines;
            Add($"""<line x1="{Left}" x2="{Width - Right}" y1="{Number(Y(value))}" y2="{Number(Y(value))}" stroke="#ddd"/>""");
            Text(Left - 6, Y(value) + 4, "end", value.ToString("0.###", CultureInfo.InvariantCulture));
        }

        for (int i = 0; i < series.Count; i++)
        {
            Add($"""<rect x="{Width - Right + 12}" y="{Top + (i * 18)}" width="10" height="10" fill="{ColourOf(i)}"/>""");
            Text(Width - Right + 28, Top + (i * 18) + 9, "start", series[i].Name);
        }
    }

    /// <summary>Lines over time.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="unit">Of the values.</param>
    /// <param name="secondsBetween">Between two values.</param>
    /// <param name="series">The lines.</param>
    public static string Lines(string title, string unit, double secondsBetween, IReadOnlyList<PlotSeries> series)
    {
        var plot = new SvgPlot(title, unit, series);
        int last = Math.Max(1, series.Max(one => one.Values.Count) - 1);
        for (int i = 0; i < series.Count; i++)
        {
            IEnumerable<string> points = series[i].Values.Select((value, index) =>
                $"{Number(Left + ((double)index / last * (Width - Left - Right)))},{Number(plot.Y(value))}");
            plot.Add($"""<polyline fill="none" stroke="{ColourOf(i)}" stroke-width="1.5" points="{string.Join(' ', points)}"/>""");
        }

        plot.Text(Left, Height - 14, "middle", "0 s");
        plot.Text(Width - Right, Height - 14, "middle", $"{Number(last * secondsBetween)} s");
        return plot.End();
    }

    /// <summary>Bars in groups.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="unit">Of the values.</param>
    /// <param name="groups">Names below the groups.</param>
    /// <param name="series">A bar in each group.</param>
    public static string Bars(string title, string unit, IReadOnlyList<string> groups, IReadOnlyList<PlotSeries> series)
    {
        var plot = new SvgPlot(title, unit, series);
        double groupWidth = (double)(Width - Left - Right) / groups.Count;
        double barWidth = groupWidth * 0.8 / series.Count;
        for (int group = 0; group < groups.Count; group++)
        {
            double start = Left + (group * groupWidth) + (groupWidth * 0.1);
            for (int i = 0; i < series.Count; i++)
            {
                double top = plot.Y(series[i].Values[group]);
                plot.Add(
                    $"""<rect x="{Number(start + (i * barWidth))}" y="{Number(top)}" width="{Number(barWidth * 0.9)}" """ +
                    $"""height="{Number(plot.Y(0) - top)}" fill="{ColourOf(i)}"/>""");
            }

            plot.Text(Left + ((group + 0.5) * groupWidth), Height - 14, "middle", groups[group]);
        }

        return plot.End();
    }

    /// <summary>The smallest of 1, 2, 5 times a power of ten that is not below a value.</summary>
    internal static double NiceMaximum(double value)
    {
        if (value <= 0 || !double.IsFinite(value))
        {
            return 1;
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        double[] steps = [1, 2, 5, 10];
        return power * steps.First(step => step * power >= value * 0.999_999);
    }

    private string End() => _svg.AppendLine("</svg>").ToString();

    private void Add(string element) => _svg.AppendLine(element);

    private void Text(double x, double y, string anchor, string text) =>
        Add($"""<text x="{Number(x)}" y="{Number(y)}" text-anchor="{anchor}">{WebUtility.HtmlEncode(text)}</text>""");

    private double Y(double value) => Height - Bottom - (value / _maximum * (Height - Top - Bottom));

    private static string ColourOf(int index) => Colours[index % Colours.Length];

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
