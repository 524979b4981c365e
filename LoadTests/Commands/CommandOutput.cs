using System.Text.Json;
using Spectre.Console;

namespace Pipeline.LoadTests.Commands;

/// <summary>Where a command writes its rows: a table for people, or one JSON array for programs.</summary>
internal sealed class CommandOutput
{
    private const int Width = 200;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    private readonly TextWriter _writer;

    /// <param name="writer">The standard output, or what a test takes for it.</param>
    /// <param name="isJson">True to write JSON only.</param>
    public CommandOutput(TextWriter writer, bool isJson)
    {
        (_writer, IsJson) = (writer, isJson);
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        Console.Profile.Width = Width;
    }

    /// <summary>True when a program reads, not a person.</summary>
    public bool IsJson { get; }

    /// <summary>For people; not to be used when <see cref="IsJson"/>.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Rows as JSON text.</summary>
    public static string ToJson<TRow>(IReadOnlyList<TRow> rows) => JsonSerializer.Serialize(rows, Json);

    /// <summary>Writes the rows.</summary>
    /// <param name="rows">What was measured.</param>
    /// <param name="columns">The columns of the table for people.</param>
    public void Write<TRow>(IReadOnlyList<TRow> rows, IReadOnlyList<Column<TRow>> columns)
    {
        if (IsJson)
        {
            _writer.WriteLine(ToJson(rows));
            return;
        }

        Table table = new Table().SimpleBorder();
        foreach (Column<TRow> column in columns)
        {
            table.AddColumn(new TableColumn(column.Title).RightAligned().NoWrap());
        }

        foreach (TRow row in rows)
        {
            table.AddRow([.. columns.Select(column => column.Text(row).EscapeMarkup())]);
        }

        Console.Write(table);
    }
}
