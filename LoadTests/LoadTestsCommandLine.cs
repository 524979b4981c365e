using System.CommandLine;
using Pipeline.Crypto.Kernels;
using Pipeline.LoadTests.Commands;

namespace Pipeline.LoadTests;

/// <summary>The command line: parses it and runs one command. The executable is nothing but this.</summary>
public static class LoadTestsCommandLine
{
    private const string Description = """
        Measures Pipeline, always beside a baseline in the same process.

        Exit codes: 0 success, 1 a measurement failed, 2 bad input, 130 interrupted.
        """;

    /// <summary>Runs one command.</summary>
    /// <param name="args">What the user wrote behind the program's name.</param>
    /// <param name="output">Tables, or with <c>--json</c> exactly one JSON array.</param>
    /// <param name="error">Everything that went wrong, one line each.</param>
    /// <param name="cancellation">Ends the command early, as Ctrl-C does.</param>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        // First of all: the suites that are defaults of options ask for the kernels.
        if (!KernelChoice.TryChoose(out string refusal))
        {
            await error.WriteLineAsync($"error: {refusal}").ConfigureAwait(false);
            return (int)ExitCode.BadInput;
        }

        ParseResult parsed = RootCommand().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(problem => problem.Message).Distinct(StringComparer.Ordinal))
            {
                await error.WriteLineAsync($"error: {message}").ConfigureAwait(false);
            }

            return (int)ExitCode.BadInput;
        }

        // Ctrl-C ends the process at once, as it does any: nothing is left to clean up, and no measurement looks for it in between.
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
        }
        catch (BadInputException bad)
        {
            await error.WriteLineAsync($"error: {bad.Message}").ConfigureAwait(false);
            return (int)ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("interrupted").ConfigureAwait(false);
            return (int)ExitCode.Interrupted;
        }
        catch (Exception fault)
        {
            await error.WriteLineAsync($"error: {fault.GetType().Name}: {fault.Message}").ConfigureAwait(false);
            return (int)ExitCode.Failed;
        }
    }

    private static RootCommand RootCommand() => new(Description)
    {
        PathCommand.Create(),
        KernelsCommand.Create(),
        ScaleCommand.Create(),
        ShardsCommand.Create(),
        LatencyCommand.Create(),
        SoakCommand.Create(),
        IkeCommand.Create(),
        RunCommand.Create(),
        MicroCommand.Create(),
    };
}
