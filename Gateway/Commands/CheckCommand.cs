using System.CommandLine;
using System.Globalization;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Sa;
using Spectre.Console;

namespace Pipeline.Gateway.Commands;

/// <summary><c>check</c>: every error of a configuration or SA file at once, each with its line and what to write instead.</summary>
internal static class CheckCommand
{
    private const string Description = """
        Checks a configuration file, an SA file, or both. Shows all errors at once as 'file:line: field: what to write
        instead', and when there are none a summary of what the file says. Certificates and revocation lists that are out of
        date, or soon will be, are warnings; a certificate of ours that has expired is an error.

        Examples:
          check --config gateway.json
          check --sa sas.json --json
        """;

    /// <summary>Makes the command.</summary>
    /// <param name="time">By which certificates are valid or not.</param>
    public static Command Create(TimeProvider time)
    {
        Option<string?> config = new("--config") { Description = "Configuration of the gateway, JSON", HelpName = "file" };
        Option<string?> saFile = new("--sa") { Description = "SA file, JSON", HelpName = "file" };
        Option<bool> allowLegacy = StandardOptions.AllowLegacy();
        Option<bool> json = StandardOptions.Json();
        var command = new Command("check", Description) { config, saFile, allowLegacy, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(config) is null && result.GetResult(saFile) is null)
            {
                result.AddError("check needs --config or --sa, with the file to check");
            }
        });
        command.SetAction((parsed, _) => Task.FromResult(Run(
            parsed.GetValue(config),
            parsed.GetValue(saFile),
            parsed.GetValue(allowLegacy),
            time,
            new CommandOutput(parsed.InvocationConfiguration.Output, parsed.GetValue(json)),
            parsed.InvocationConfiguration.Error)));
        return command;
    }

    private static int Run(string? config, string? saFile, bool allowLegacy, TimeProvider time, CommandOutput output, TextWriter error)
    {
        CheckSummary summary = new() { Valid = true, Errors = [] };
        summary = config is null ? summary : CheckConfiguration(summary, config, time);
        summary = saFile is null ? summary : CheckSaFile(summary, saFile, allowLegacy);
        foreach (ConfigurationError problem in summary.Errors)
        {
            error.WriteLine(problem.ToString());
        }

        foreach (ConfigurationError warning in summary.Warnings)
        {
            error.WriteLine((warning with { Message = "warning: " + warning.Message }).ToString());
        }

        if (output.IsJson)
        {
            output.WriteJson(summary, JsonShapes.Default.CheckSummary);
        }
        else if (summary.Valid)
        {
            Write(output.Console, summary);
        }

        return (int)(summary.Valid ? ExitCode.Success : ExitCode.BadInput);
    }

    private static CheckSummary CheckConfiguration(CheckSummary summary, string file, TimeProvider time)
    {
        ConfigurationResult<GatewayOptions> result = ConfigurationFile.ReadGateway(file, time);
        summary = summary with { Warnings = [.. summary.Warnings, .. result.Warnings] };
        if (result.Value is not { } options)
        {
            return summary with { Valid = false, Errors = [.. summary.Errors, .. result.Errors] };
        }

        Erase(options.SecurityAssociations);
        options.Credentials.Dispose();
        return summary with
        {
            Shards = options.Shards.ShardCount,
            SecurityAssociations = summary.SecurityAssociations + options.SecurityAssociations.Count,
            Rules = options.Policy.Rules.Count,
            Connections = [.. options.Connections.Select(CheckedConnection.Of)],
        };
    }

    private static CheckSummary CheckSaFile(CheckSummary summary, string file, bool allowLegacy)
    {
        ConfigurationResult<IReadOnlyList<SaParameters>> result = ConfigurationFile.Read(file, json => SaFileReader.Read(file, json, allowLegacy));
        if (result.Value is not { } sas)
        {
            return summary with { Valid = false, Errors = [.. summary.Errors, .. result.Errors] };
        }

        Erase(sas);
        return summary with { SecurityAssociations = summary.SecurityAssociations + sas.Count };
    }

    private static void Erase(IReadOnlyList<SaParameters> sas)
    {
        foreach (SaParameters sa in sas)
        {
            sa.EraseKeys();
        }
    }

    private static void Write(IAnsiConsole console, CheckSummary summary)
    {
        string shards = summary.Shards == 0 ? "one for each processor" : Count(summary.Shards);
        Table table = new Table().RoundedBorder().HideHeaders().AddColumn("").AddColumn("");
        table.AddRow("shards", shards);
        table.AddRow("security associations", Count(summary.SecurityAssociations));
        table.AddRow("policy rules", Count(summary.Rules));
        console.Write(table);
        if (summary.Connections.Count > 0)
        {
            console.Write(Connections(summary.Connections));
        }

        console.WriteLine("No errors.");
    }

    private static Table Connections(IReadOnlyList<CheckedConnection> connections)
    {
        Table table = new Table().RoundedBorder().AddColumns("connection", "here", "peer", "begins", "children");
        foreach (CheckedConnection connection in connections)
        {
            table.AddRow(new[]
            {
                $"{connection.Name}\nIKEv{connection.Version}",
                $"{connection.LocalIdentity}\n{connection.LocalAddress}\n{connection.LocalProof}",
                $"{connection.RemoteIdentity}\n{connection.RemoteAddress}\n{connection.RemoteProof}",
                connection.Initiate,
                string.Join('\n', connection.Children),
            }.Select(text => new Text(text)).ToArray());
        }

        return table;
    }

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);
}
