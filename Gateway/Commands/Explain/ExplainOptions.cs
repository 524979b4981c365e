using System.CommandLine;
using System.CommandLine.Parsing;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>The options of <c>explain</c>, and which of them go together.</summary>
internal sealed class ExplainOptions
{
    /// <summary><c>--pcap</c>.</summary>
    public Option<string?> Pcap { get; } = new("--pcap") { Description = "Capture to explain: pcap or pcapng", HelpName = "file" };

    /// <summary><c>--keys</c>.</summary>
    public Option<string?> Keys { get; } = new("--keys")
    {
        Description = "Keys of IKE SAs: Wireshark's ikev2_decryption_table, or JSON (docs/EXPLAIN.md)",
        HelpName = "file",
    };

    /// <summary><c>--config</c>.</summary>
    public Option<string?> Config { get; } = new("--config")
    {
        Description = "Configuration of a gateway, JSON; with --pcap of one that is in it",
        HelpName = "file",
    };

    /// <summary><c>--packet</c>.</summary>
    public Option<string?> Packet { get; } = new("--packet") { Description = "Packet that a local host sends", HelpName = "packet" };

    /// <summary><c>--connection</c>.</summary>
    public Option<string?> Connection { get; } = new("--connection") { Description = "Connection of the configuration", HelpName = "name" };

    /// <summary>Refuses what does not go together.</summary>
    public void Check(CommandResult result)
    {
        bool hasPcap = result.GetResult(Pcap) is not null, hasConfig = result.GetResult(Config) is not null;
        bool hasQuestion = result.GetResult(Packet) is not null || result.GetResult(Connection) is not null;
        if (!hasPcap && !hasConfig)
        {
            result.AddError("explain needs --pcap with a capture, or --config with --packet or --connection");
        }
        else if (hasPcap && hasQuestion)
        {
            result.AddError("--packet and --connection go with --config alone, not with --pcap");
        }
        else if (!hasPcap && !hasQuestion)
        {
            result.AddError("explain --config needs --packet or --connection: what to explain");
        }
        else if (!hasPcap && result.GetResult(Keys) is not null)
        {
            result.AddError("--keys goes with --pcap");
        }
    }
}
