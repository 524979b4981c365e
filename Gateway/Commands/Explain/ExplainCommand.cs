using System.CommandLine;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary><c>explain</c>: what happened in a capture, or what would happen to a packet.</summary>
internal static class ExplainCommand
{
    private const string Description = """
        Explains a capture: which IKE SAs are in it, what their messages say step by step, where they stopped and why, and
        what ESP and AH flowed. With keys it reads encrypted messages too: Wireshark's ikev2_decryption_table, or JSON.
        Explains a packet: which rule of a configuration decides, and what would be negotiated for it.

        Examples:
          explain --pcap trace.pcap
          explain --pcap trace.pcapng --keys ikev2_decryption_table --json
          explain --pcap trace.pcap --config gateway.json
          explain --config gateway.json --packet "tcp 10.1.0.5:51000 > 10.2.0.9:80"
          explain --config gateway.json --connection branch
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var options = new ExplainOptions();
        Option<bool> json = StandardOptions.Json();
        var command = new Command("explain", Description)
        {
            options.Pcap, options.Keys, options.Config, options.Packet, options.Connection, json,
        };
        command.Validators.Add(options.Check);
        command.SetAction((parsed, cancellation) =>
        {
            TextWriter writer = parsed.InvocationConfiguration.Output;
            var output = new CommandOutput(writer, parsed.GetValue(json));
            if (parsed.GetValue(options.Pcap) is { } capture)
            {
                ExplainCapture(capture, parsed.GetValue(options.Keys), parsed.GetValue(options.Config), output, writer, cancellation);
            }
            else
            {
                ExplainConfiguration(
                    parsed.GetValue(options.Config)!, parsed.GetValue(options.Packet), parsed.GetValue(options.Connection), output, writer);
            }

            return Task.FromResult((int)ExitCode.Success);
        });
        return command;
    }

    private static void ExplainCapture(
        string file, string? keyFile, string? config, CommandOutput output, TextWriter writer, CancellationToken cancellation)
    {
        GatewayOptions options = config is null ? new GatewayOptions() : ConfigurationFile.ReadGateway(config).Required();
        CaptureExplanation explanation;
        try
        {
            explanation = CaptureReading.Explain(file, KeyFile.Read(keyFile), options.Connections, cancellation);
        }
        finally
        {
            Erase(options);
        }

        if (output.IsJson)
        {
            output.WriteJson(explanation, JsonShapes.Default.CaptureExplanation);
        }
        else
        {
            CaptureText.Write(explanation, writer);
        }
    }

    private static void ExplainConfiguration(string file, string? packet, string? connection, CommandOutput output, TextWriter writer)
    {
        GatewayOptions options = ConfigurationFile.ReadGateway(file).Required();
        try
        {
            ConfigurationExplanation explanation = new()
            {
                Packet = packet is null ? null : PolicyReading.Explain(options with { Policy = NamedAddresses.Resolve(options.Policy) }, Parse(packet)),
                Connection = connection is null ? null : ConnectionExplanation.Of(Find(options, connection)),
            };
            if (output.IsJson)
            {
                output.WriteJson(explanation, JsonShapes.Default.ConfigurationExplanation);
            }
            else
            {
                explanation.Write(writer);
            }
        }
        finally
        {
            Erase(options);
        }
    }

    private static void Erase(GatewayOptions options)
    {
        foreach (SaParameters sa in options.SecurityAssociations)
        {
            sa.EraseKeys();
        }

        options.Credentials.Dispose();
    }

    private static FlowKey Parse(string packet) => PacketQuestion.TryParse(packet, out FlowKey flow, out string problem)
        ? flow
        : throw new BadInputException($"--packet: {problem}");

    private static ConnectionSettings Find(GatewayOptions options, string name) =>
        options.Connections.FirstOrDefault(connection => connection.Name == name)
        ?? throw new BadInputException(options.Connections.Count == 0
            ? "--connection: the configuration has no connections"
            : $"--connection: there is no {name}; write one of {string.Join(", ", options.Connections.Select(connection => connection.Name))}");
}
