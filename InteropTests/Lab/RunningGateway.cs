using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Pipeline.InteropTests.Lab;

/// <summary>The gateway's <c>run</c> command in a namespace, from the line that says it is ready on.</summary>
public sealed class RunningGateway : IDisposable
{
    /// <summary>Its control socket, beside its configuration: two gateways of a lab share a file system.</summary>
    public const string SocketName = "gateway.sock";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _commandLine;
    private readonly string _configuration;
    private readonly StringBuilder _output = new();
    private readonly Task<string> _errors;

    private RunningGateway(IReadOnlyList<string> commandLine, string configuration)
    {
        _configuration = configuration;
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
        var gateway = new RunningGateway(space.Enter(GatewayProcess.CommandLine("run", "--config", configuration)), configuration);
        Task<string?> line = gateway._process.StandardOutput.ReadLineAsync();
        if (line.Wait(Limit) && line.Result is { } ready && ready.StartsWith("ready: ", StringComparison.Ordinal))
        {
            gateway._output.AppendLine(ready);
            return gateway;
        }

        gateway._process.Kill(entireProcessTree: true);
        throw new InvalidOperationException($"{gateway._commandLine}\n{(line.IsCompleted ? line.Result : "")}\n{gateway._errors.Result}");
    }

    /// <summary>The folder of its configuration.</summary>
    public string Folder => Path.GetDirectoryName(_configuration)!;

    /// <summary>Gives it an order, or asks it, by a command of its own.</summary>
    public FinishedProcess Order(params string[] words)
    {
        IReadOnlyList<string> commandLine = GatewayProcess.CommandLine([.. words, "--config", _configuration]);
        return FinishedProcess.Run(commandLine[0], commandLine.Skip(1), Limit);
    }

    /// <summary>The same, with the answer as the one JSON object that it must be.</summary>
    public JsonElement Ask(params string[] words)
    {
        FinishedProcess answer = Order([.. words, "--json"]);
        try
        {
            return JsonDocument.Parse(answer.Output).RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new InvalidOperationException($"no JSON: {answer}");
        }
    }

    /// <summary>Replaces its configuration, which it has not read yet then.</summary>
    public void Write(string configuration) => File.WriteAllText(_configuration, configuration);

    /// <summary>Has it read its configuration again, as an init system does.</summary>
    public void HangUp() => FinishedProcess.Run("kill", ["-HUP", $"{_process.Id}"], Limit);

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
