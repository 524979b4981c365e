using System.CommandLine;
using Pipeline.LoadTests.Rig.Shards;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Commands;

/// <summary><c>latency</c>: how long packets take at some shares of the capacity.</summary>
internal static class LatencyCommand
{
    private const string Description = """
        How long packets take from port to port through a gateway of one shard: reader, dispatcher, channel, path. First its
        capacity is measured, then shares of it are offered by an open loop: a packet's time counts from when it was to be
        sent, so that a late gateway cannot hide its lateness (no coordinated omission).

        Examples:
          latency
          latency --size 576 --load 50,80,95 --seconds 10 --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<CipherSuite[]> suites = OptionOf.Suites("aes128-gcm");
        Option<int[]> sizes = OptionOf.Sizes();
        Option<int[]> loads = OptionOf.Numbers("--load", "percent", 1, 100, [50, 80, 95], "Shares of the capacity");
        Option<int> seconds = OptionOf.Number("--seconds", "seconds", 1, 3600, 5, "How long each share is offered");
        var output = new OutputOptions();
        var command = new Command("latency", Description) { suites, sizes, loads, seconds };
        output.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var length = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            var rows = new List<LatencyRow>();
            foreach (CipherSuite suite in parsed.GetRequiredValue(suites))
            {
                foreach (int size in parsed.GetRequiredValue(sizes))
                {
                    var load = new PathLoad { Suite = suite, Size = size };
                    rows.AddRange(await MeasureAsync(load, parsed.GetRequiredValue(loads), length, cancellation).ConfigureAwait(false));
                }
            }

            output.Write(parsed, rows, LatencyRow.Columns);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static async Task<IReadOnlyList<LatencyRow>> MeasureAsync(
        PathLoad load, int[] percents, TimeSpan length, CancellationToken cancellation)
    {
        LatencyRun run = await LatencyRun.StartAsync(load, cancellation).ConfigureAwait(false);
        await using (run.ConfigureAwait(false))
        {
            double capacity = await run.MeasureCapacityAsync(TimeSpan.FromSeconds(2), length, cancellation).ConfigureAwait(false);
            var rows = new List<LatencyRow>();
            foreach (int percent in percents)
            {
                rows.Add(await run.MeasureAsync(capacity, percent, length, cancellation).ConfigureAwait(false));
            }

            return rows;
        }
    }
}
