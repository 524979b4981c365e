using System.CommandLine;
using Pipeline.Crypto.Kernels;
using Pipeline.Gateway.Commands;
using Pipeline.Gateway.Commands.Control;
using Pipeline.Gateway.Commands.Explain;
using Pipeline.Gateway.Commands.Import;

namespace Pipeline.Gateway;

/// <summary>The command line: parses it and runs one command. The executable is nothing but this.</summary>
public static class GatewayCommandLine
{
    private const string Description = """
        Pipeline: an IPsec gateway core.

        Examples:
          demo                                                      two gateways in one process pass traffic
          demo --seconds 10 --suite chacha20-poly1305 --json        the same, for programs
          pcap protect --sa sas.json --in clear.pcap --out esp.pcap
          pcap unprotect --sa sas.json --in esp.pcap --out clear.pcap
          check --config gateway.json                               every error of a file at once
          import /etc/swanctl/swanctl.conf                          a configuration of strongSwan or Windows becomes one of ours
          explain --pcap trace.pcap                                 what happened in a capture, and why it stopped
          run --config gateway.json                                 a gateway between a TUN device and the network
          status                                                    what the running gateway does; sas shows its SAs
          initiate branch                                           begin a connection; rekey and terminate likewise
          reload --plan                                             what a changed file would change; reload applies it

        Exit codes: 0 success, 1 the work failed, 2 bad input, 3 a privilege, device or port is missing or no gateway answers,
        130 interrupted.
        """;

    /// <summary>Runs one command.</summary>
    /// <param name="args">What the user wrote behind the program's name.</param>
    /// <param name="output">Results: text for people, or with <c>--json</c> exactly one JSON object.</param>
    /// <param name="error">Everything that went wrong, one line each.</param>
    /// <param name="cancellation">Ends the command early, as Ctrl-C does.</param>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        ParseResult parsed = RootCommand().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return ReportUsage(parsed, error);
        }

        if (!KernelChoice.TryChoose(out string problem))
        {
            error.WriteLine($"error: {problem}");
            return (int)ExitCode.BadInput;
        }

        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            // Ctrl-C: longer than any command needs to count what it did and to clear up.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(15),
        };
        return await CommandFailure
            .GuardAsync(() => parsed.InvokeAsync(configuration, cancellation), error)
            .ConfigureAwait(false);
    }

    private static RootCommand RootCommand() =>
        new(Description)
        {
            DemoCommand.Create(),
            PcapCommand.Create(),
            CheckCommand.Create(TimeProvider.System),
            ExplainCommand.Create(),
            ImportCommand.Create(),
            RunCommand.Create(),
            StatusCommand.Create(),
            SasCommand.Create(),
            InitiateCommand.Create(),
            RekeyCommand.Create(),
            TerminateCommand.Create(),
            ReloadCommand.Create(),
        };

    private static int ReportUsage(ParseResult parsed, TextWriter error)
    {
        foreach (string message in parsed.Errors.Select(problem => problem.Message).Distinct(StringComparer.Ordinal))
        {
            error.WriteLine($"error: {message}");
        }

        var words = new List<string>();
        for (Symbol? symbol = parsed.CommandResult.Command; symbol is Command and not System.CommandLine.RootCommand;
            symbol = symbol.Parents.FirstOrDefault())
        {
            words.Insert(0, symbol.Name + " ");
        }

        error.WriteLine($"'{string.Concat(words)}--help' shows what can be written, with examples.");
        return (int)ExitCode.BadInput;
    }
}
