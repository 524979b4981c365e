using System.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Ports;
using Pipeline.Gateway.Control;

namespace Pipeline.Gateway.Commands.Control;

/// <summary>What all commands to a running gateway have in common: where it is, the question, and how failures are told.</summary>
internal static class ControlCommand
{
    /// <summary>Makes a command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">For its help.</param>
    /// <param name="ask">The request for what the user wrote.</param>
    /// <param name="write">Shows an answer; called for failures only when they have a view.</param>
    /// <param name="own">Arguments and options that only it has.</param>
    public static Command Create(
        string name,
        string description,
        Func<ParseResult, ControlRequest> ask,
        Action<CommandOutput, ControlResponse> write,
        params IReadOnlyList<Symbol> own)
    {
        Option<string?> socket = new("--socket") { Description = $"Control socket of the gateway; by default {ControlPath.Default}", HelpName = "path" };
        Option<string?> config = new("--config") { Description = "Configuration of the gateway, to find its socket by", HelpName = "file" };
        Option<bool> json = StandardOptions.Json();
        var command = new Command(name, description) { socket, config, json };
        foreach (Symbol symbol in own)
        {
            Add(command, symbol);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(socket) is not null && result.GetResult(config) is not null)
            {
                result.AddError("--socket and --config both say where the gateway is; write one of them");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(
            () => PathOf(parsed.GetValue(socket), parsed.GetValue(config)),
            ask(parsed),
            write,
            new CommandOutput(parsed.InvocationConfiguration.Output, parsed.GetValue(json)),
            parsed.InvocationConfiguration.Error,
            cancellation));
        return command;
    }

    private static void Add(Command command, Symbol symbol)
    {
        if (symbol is Argument argument)
        {
            command.Add(argument);
        }
        else if (symbol is Option option)
        {
            command.Add(option);
        }
    }

    private static string PathOf(string? socket, string? config)
    {
        if (config is null)
        {
            return string.IsNullOrEmpty(socket) ? ControlPath.Default : ControlPath.Checked("--socket", Path.GetFullPath(socket));
        }

        return ControlPath.Of(ConfigurationFile.Read(config, json => GatewayOptionsReader.ReadControl(config, json)).Required(), config);
    }

    private static async Task<int> RunAsync(
        Func<string> path,
        ControlRequest request,
        Action<CommandOutput, ControlResponse> write,
        CommandOutput output,
        TextWriter error,
        CancellationToken cancellation)
    {
        ControlResponse response = await AskAsync(path, request, cancellation).ConfigureAwait(false);
        if (response.Error is not { } problem)
        {
            write(output, response);
        }
        else if (output.IsJson)
        {
            output.WriteJson(new ControlFailure(problem, response.Reload), JsonShapes.Default.ControlFailure);
        }
        else if (response.Reload is not null)
        {
            write(output, response);
        }

        if (response.Error is not null)
        {
            error.WriteLine($"error: {response.Error}");
        }

        return response.ExitCode;
    }

    /// <summary>A gateway that cannot be asked is a failure like those that it tells of, so that programs get their JSON.</summary>
    private static async Task<ControlResponse> AskAsync(Func<string> path, ControlRequest request, CancellationToken cancellation)
    {
        try
        {
            return await ControlClient.AskAsync(path(), request, cancellation).ConfigureAwait(false);
        }
        catch (PortUnavailableException missing)
        {
            return ControlResponse.Refuse(ExitCode.Unavailable, missing.Message);
        }
        catch (BadInputException bad)
        {
            return ControlResponse.Refuse(ExitCode.BadInput, bad.Message);
        }
    }
}
