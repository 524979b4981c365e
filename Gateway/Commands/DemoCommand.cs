using System.CommandLine;
using Pipeline.Actors.Sharding;
using Pipeline.Crypto.Transforms;
using Pipeline.Gateway.Commands.Demo;

namespace Pipeline.Gateway.Commands;

/// <summary><c>demo</c>: two gateways in one process pass traffic both ways, and every packet is checked.</summary>
internal static class DemoCommand
{
    private const string Description = """
        Two gateways in one process negotiate by IKEv2 and pass traffic both ways over ports in memory: UDP packets of many
        flows go in at one side, cross as ESP in tunnel mode, and must come out at the other side byte for byte. In the middle
        the keys are replaced. Fails when a packet is lost. The first half second warms up: it is in the packet counts, not in
        the rates.

        Examples:
          demo
          demo --seconds 30 --shards 4 --packet-size 9000 --suite aes256-gcm
          demo --suite aes128-cbc+hmac-sha256-128 --json
          demo --suite 3des-cbc+hmac-md5-96 --allow-legacy
        """;

    private static readonly int DefaultShardCount = Math.Clamp(Environment.ProcessorCount / 2, 1, SpiAllocator.MaximumShardCount);

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<int> seconds = NumberOption.Create("--seconds", "seconds", 1, 3600, 5, "How long to send");
        Option<int> shards = NumberOption.Create(
            "--shards", "shards", 1, SpiAllocator.MaximumShardCount, DefaultShardCount,
            "Threads of each gateway; by default half the processors, because two gateways share them");
        Option<int> packetSize = NumberOption.Create(
            "--packet-size", "bytes", DemoTraffic.MinimumPacketLength, DemoTraffic.MaximumPacketLength, 1400,
            "Length of each IP packet before protection");
        Option<string> suite = new("--suite")
        {
            Description = "How ESP protects: an encryption algorithm, and '+' an integrity algorithm where it needs one",
            HelpName = "suite",
            DefaultValueFactory = _ => "aes128-gcm",
        };
        Option<bool> allowLegacy = StandardOptions.AllowLegacy();
        Option<bool> json = StandardOptions.Json();
        var command = new Command("demo", Description) { seconds, shards, packetSize, suite, allowLegacy, json };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new DemoOptions(
                parsed.GetValue(seconds),
                parsed.GetValue(shards),
                parsed.GetValue(packetSize),
                FindSuite(parsed.GetValue(suite)!, parsed.GetValue(allowLegacy)));
            return RunAsync(options, new CommandOutput(parsed.InvocationConfiguration.Output, parsed.GetValue(json)), cancellation);
        });
        return command;
    }

    private static PacketTransform FindSuite(string name, bool allowLegacy)
    {
        if (!TransformCatalog.TryParseSuite(name, out EncryptionAlgorithm encryption, out IntegrityAlgorithm integrity))
        {
            string known = string.Join(", ", TransformCatalog.Encryptions.Select(row => row.Name));
            string integrities = string.Join(", ", TransformCatalog.Integrities.Where(row => !row.IsAhOnly).Select(row => row.Name));
            throw new BadInputException(
                $"--suite: '{name}' is unknown; write one of {known}, and where it needs one '+' and one of {integrities}");
        }

        return TransformCatalog.TryEsp(encryption, integrity, allowLegacy, out string refusal)
            ?? throw new BadInputException($"--suite: {StandardOptions.AsOption(refusal)}");
    }

    private static async Task<int> RunAsync(DemoOptions options, CommandOutput output, CancellationToken cancellation)
    {
        DemoSummary summary = await DemoRun.RunAsync(options, output, cancellation).ConfigureAwait(false);
        if (output.IsJson)
        {
            output.WriteJson(summary, JsonShapes.Default.DemoSummary);
        }
        else
        {
            DemoSummaryTable.Write(output.Console, summary);
        }

        return cancellation.IsCancellationRequested ? (int)ExitCode.Interrupted
            : summary.IsGood ? (int)ExitCode.Success
            : (int)ExitCode.Failed;
    }
}
