using System.Diagnostics;
using System.Text;

namespace Pipeline.InteropTests.Lab;

/// <summary>The gateway's <c>run</c> command in a namespace, from the line that says it is ready on.</summary>
public sealed class RunningGateway : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _commandLine;
    private readonly StringBuilder _output = new();
    private readonly Task<string> _errors;

    private RunningGateway(IReadOnlyList<string> commandLine)
    {
        _commandLine = string.Join(' ', commandLine);
        _process = Process.Start(new ProcessStartInfo(commandLine[0], commandLine.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended before; the message says all that it wrote.</exception>
    public static RunningGateway Start(NetworkSpace space, string configuration)
    {
        var gateway = new RunningGateway(space.Enter(GatewayProcess.CommandLine("run", "--config", configuration)));
        Task<string?> line = gateway._process.StandardOutput.ReadLineAsync();
        if (line.Wait(Limit) && line.Result is { } ready && ready.StartsWith("ready: ", StringComparison.Ordinal))
        {
            gateway._output.AppendLine(ready);
            return gateway;
        }

        gateway._process.Kill(entireProcessTree: true);
        throw new InvalidOperationException($"{gateway._commandLine}\n{(line.IsCompleted ? line.Result : "")}\n{gateway._errors.Result}");
    }

    /// <summary>Asks it to stop, as an init system does, and waits until it has.</summary>
    public FinishedProcess Stop()
    {
        FinishedProcess.Run("kill", ["-TERM", $"{_process.Id}"], Limit);
        string rest = _process.StandardOutput.ReadToEnd();
        if (!_process.WaitForExit(Limit))
        {
            throw new TimeoutException($"not stopped after {Limit.TotalSeconds} s: {_commandLine}");
        }

        _output.Append(rest);
        return new FinishedProcess(_commandLine, _process.ExitCode, _output.ToString(), _errors.Result);
    }

    /// <summary>Ends it at once if it still runs.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
