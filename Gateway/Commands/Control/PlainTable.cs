using System.Globalization;
using Spectre.Console;

namespace Pipeline.Gateway.Commands.Control;

/// <summary>Aligned columns without lines around them, as other tools of a network's operator print them.</summary>
internal static class PlainTable
{
    private const long SecondsPerMinute = 60;
    private const long SecondsPerHour = 3600;
    private const long SecondsPerDay = 86_400;

    /// <summary>A table with these headings.</summary>
    public static Table Create(params IReadOnlyList<string> headings)
    {
        Table table = new Table().NoBorder();
        foreach (string heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading)).PadLeft(0).PadRight(2));
        }

        return table;
    }

    /// <summary>Adds a row of texts, which are never read as markup.</summary>
    public static void Row(Table table, params IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    /// <summary>A count.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A time in the two largest units: <c>3d 4h</c>, <c>5m 10s</c>.</summary>
    public static string Time(long seconds) => seconds switch
    {
        < SecondsPerMinute => string.Create(CultureInfo.InvariantCulture, $"{seconds}s"),
        < SecondsPerHour => string.Create(CultureInfo.InvariantCulture, $"{seconds / SecondsPerMinute}m {seconds % SecondsPerMinute}s"),
        < SecondsPerDay => string.Create(
            CultureInfo.InvariantCulture, $"{seconds / SecondsPerHour}h {seconds % SecondsPerHour / SecondsPerMinute}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / SecondsPerDay}d {seconds % SecondsPerDay / SecondsPerHour}h"),
    };
}
