using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Pipeline.Gateway.Commands;

/// <summary>Where a command writes its result: a console for people, or one JSON object for programs.</summary>
internal sealed class CommandOutput
{
    private readonly TextWriter _writer;

    /// <param name="writer">The standard output, or what a test takes for it.</param>
    /// <param name="isJson">True to write JSON only.</param>
    public CommandOutput(TextWriter writer, bool isJson)
    {
        _writer = writer;
        IsJson = isJson;
        IsLive = !isJson && writer == System.Console.Out && !System.Console.IsOutputRedirected;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = IsLive ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = IsLive ? InteractionSupport.Detect : InteractionSupport.No,
            ColorSystem = IsLive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!IsLive)
        {
            Console.Profile.Width = FileWidth;
        }
    }

    /// <summary>True when a program reads, not a person.</summary>
    public bool IsJson { get; }

    /// <summary>True when a person watches a terminal, on which a table may change while time passes.</summary>
    public bool IsLive { get; }

    /// <summary>For people; not to be used when <see cref="IsJson"/>.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Columns of tables that are not written to a terminal: wide enough for a row, narrow enough to be read.</summary>
    public const int FileWidth = 120;

    /// <summary>Writes a line as it is, however long; not to be used when <see cref="IsJson"/>.</summary>
    public void WriteLine(string line) => _writer.WriteLine(line);

    /// <summary>Writes the one JSON object.</summary>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type) => _writer.WriteLine(JsonSerializer.Serialize(value, type));
}
