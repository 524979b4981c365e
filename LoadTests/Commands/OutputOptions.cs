using System.CommandLine;
using Pipeline.Crypto.Kernels;
using Pipeline.LoadTests.Kept;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Commands;

/// <summary>The options that every command has: how to write its rows, and whether to keep them.</summary>
internal sealed class OutputOptions
{
    private readonly Option<bool> _json = OptionOf.Switch(
        "--json", "Write one JSON array of rows to the standard output, and nothing else there");

    private readonly Option<bool> _save = OptionOf.Switch(
        "--save", "Also keep the rows in LoadTests/Results, with command, commit and machine; to be run inside the repository");

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        command.Add(_json);
        command.Add(_save);
        command.Validators.Add(result =>
        {
            // Before anything is measured, which may take long.
            if (result.GetValue(_save) && ResultFolder.TryFind(Environment.CurrentDirectory) is null)
            {
                result.AddError("--save: no folder from here upwards holds Pipeline.sln; run it inside the repository");
            }
        });
    }

    /// <summary>Writes the rows of a command, and keeps them if that was asked for.</summary>
    public void Write<TRow>(ParseResult parsed, IReadOnlyList<TRow> rows, IReadOnlyList<Column<TRow>> columns)
    {
        string? folder = parsed.GetValue(_save) ? ResultFolder.TryFind(Environment.CurrentDirectory) : null;
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json))
        {
            output.WriteLine(RowText.ToJson(rows));
        }
        else
        {
            output.Write(RowText.ToTable(rows, columns));
        }

        if (folder is not null)
        {
            string command = parsed.CommandResult.Command.Name;
            string words = string.Join(' ', parsed.Tokens.Select(token => token.Value));
            // A forced set is another experiment: its rows lie beside those of the set that the machine would choose.
            string? forced = Environment.GetEnvironmentVariable(KernelChoice.Switch);
            string name = string.IsNullOrEmpty(forced) ? command : $"{command}-{KernelChoice.Chosen.Name}";
            string prefix = string.IsNullOrEmpty(forced) ? "" : $"{KernelChoice.Switch}={forced} ";
            ResultFile.Write(folder, name, prefix, words, rows, columns);
            parsed.InvocationConfiguration.Error.WriteLine($"kept in {Path.Combine(folder, name)}.md and .json");
        }
    }
}
