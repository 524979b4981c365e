using System.Diagnostics;

namespace Pipeline.InteropTests.Lab;

/// <summary>What a process left behind.</summary>
/// <param name="CommandLine">How it was started, to be repeated by hand.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
public sealed record FinishedProcess(string CommandLine, int ExitCode, string Output, string Errors)
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Its arguments, one by one.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="configurationDirectory">For tshark: where it looks for the settings of a user.</param>
    /// <exception cref="TimeoutException">It took longer than <paramref name="limit"/>; it has been killed.</exception>
    public static FinishedProcess Run(
        string program, IEnumerable<string> arguments, TimeSpan limit, string? configurationDirectory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WIRESHARK_CONFIG_DIR"] = configurationDirectory;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string commandLine = string.Join(' ', [program, .. start.ArgumentList]);
        if (!process.WaitForExit(limit) || !Task.WaitAll([output, errors], limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"not finished after {limit.TotalSeconds} s: {commandLine}");
        }

        return new(commandLine, process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Everything about it, for the message of a failed test.</summary>
    public override string ToString() => $"{CommandLine}\nexit code {ExitCode}\n{Output}{Errors}";
}
