using System.CommandLine;
using Pipeline.Actors.Sharding;
using Pipeline.LoadTests.Rig.Shards;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Commands;

/// <summary><c>soak</c>: good and bad packets for a long time, and no garbage.</summary>
internal static class SoakCommand
{
    private const string Description = """
        Both paths of a shard with good, forged, unknown, replayed, truncated and alien packets; fails when there was one
        garbage collection or one allocated byte after warm-up.

        Examples:
          soak --seconds 60
          soak --suite aes128-cbc+hmac-sha256-128 --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<CipherSuite[]> suites = OptionOf.Suites("aes128-gcm");
        Option<int> seconds = OptionOf.Number("--seconds", "seconds", 1, 86_400, 60, "How long, for each suite");
        Option<int> warmUp = OptionOf.Number("--warm-up", "ms", 0, 60_000, 2000, "Time before that, until the code is compiled for good");
        var output = new OutputOptions();
        var command = new Command("soak", Description) { suites, seconds, warmUp };
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            var rows = new List<SoakRow>();
            foreach (CipherSuite suite in parsed.GetRequiredValue(suites))
            {
                var load = new PathLoad { Suite = suite, Size = 576, Direction = PathDirection.Inbound, SaCount = 16, FlowCount = 1024 };
                using var soak = new SoakRun(load);
                rows.Add(soak.Run(TimeSpan.FromSeconds(parsed.GetValue(seconds)), TimeSpan.FromMilliseconds(parsed.GetValue(warmUp))));
            }

            output.Write(parsed, rows, SoakRow.Columns);
            foreach (SoakRow row in rows.Where(row => !row.IsClean))
            {
                int collections = row.Gen0Collections + row.Gen1Collections + row.Gen2Collections;
                parsed.InvocationConfiguration.Error.WriteLine(
                    $"error: {row.Suite}: {collections} collections and {row.AllocatedBytes} bytes of garbage; there must be none");
            }

            return rows.TrueForAll(row => row.IsClean) ? (int)ExitCode.Success : (int)ExitCode.Failed;
        });
        return command;
    }
}
