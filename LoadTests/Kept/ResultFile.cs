using System.Globalization;
using System.Reflection;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Kept;

/// <summary>Keeps what a command measured: a page for people and the raw rows, both with command, commit and machine.</summary>
internal static class ResultFile
{
    /// <summary>The commit that this was built from; the SDK puts it behind the version.</summary>
    public static string Commit { get; } = typeof(ResultFile).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, { Length: >= 12 } commit]
        ? commit[..12]
        : "unknown";

    /// <summary>Writes both files, over those of an earlier run.</summary>
    /// <param name="folder">The machine's folder.</param>
    /// <param name="command">What names the files: the command, and the kernels when they were forced.</param>
    /// <param name="prefix">What stood in front of the command line.</param>
    /// <param name="words">The whole command line behind the program's name.</param>
    /// <param name="rows">What was measured.</param>
    /// <param name="columns">The table of the page.</param>
    public static void Write<TRow>(
        string folder, string command, string prefix, string words, IReadOnlyList<TRow> rows, IReadOnlyList<Column<TRow>> columns)
    {
        Directory.CreateDirectory(folder);
        Machine machine = Machine.Current;
        string line = $"{prefix}dotnet run -c Release --project LoadTests -- {words}";
        string commit = WorkTree.IsChanged(folder) ? $"{Commit} with changes that are not committed" : Commit;
        string day = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string page = $"""
            # {command}

                $ {line}

            Commit {commit}, {day}. {machine.Processor}, {machine.Cores} cores; {machine.Runtime}; {machine.System}.

            {RowText.ToMarkdown(rows, columns)}
            """;
        File.WriteAllText(Path.Combine(folder, $"{command}.md"), page);
        var raw = new { Command = line, Commit = commit, Day = day, Machine = machine, Rows = rows };
        File.WriteAllText(Path.Combine(folder, $"{command}.json"), RowText.ToJson(raw) + "\n");
    }
}
