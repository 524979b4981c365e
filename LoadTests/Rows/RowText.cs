using System.Text.Json;
using Spectre.Console;

namespace Pipeline.LoadTests.Rows;

/// <summary>Rows as text: a table for people, or one JSON array for programs.</summary>
internal static class RowText
{
    /// <summary>Wider than any table: rows are never broken.</summary>
    private const int Width = 400;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    /// <summary>One JSON array.</summary>
    public static string ToJson<T>(T rows) => JsonSerializer.Serialize(rows, Json);

    /// <summary>A table of plain text.</summary>
    public static string ToTable<TRow>(IReadOnlyList<TRow> rows, IReadOnlyList<Column<TRow>> columns)
    {
        Table table = new Table().SimpleBorder();
        foreach (Column<TRow> column in columns)
        {
            table.AddColumn(new TableColumn(column.Title.EscapeMarkup()).RightAligned().NoWrap());
        }

        foreach (TRow row in rows)
        {
            table.AddRow([.. columns.Select(column => column.Text(row).EscapeMarkup())]);
        }

        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = Width;
        console.Write(table);
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    /// <summary>A table of Markdown.</summary>
    public static string ToMarkdown<TRow>(IReadOnlyList<TRow> rows, IReadOnlyList<Column<TRow>> columns)
    {
        static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";
        return Line(columns.Select(column => column.Title))
            + Line(columns.Select(_ => "---:"))
            + string.Concat(rows.Select(row => Line(columns.Select(column => column.Text(row)))));
    }
}
