using System.CommandLine;
using Pipeline.Actors.Sharding;
using Pipeline.LoadTests.Rig.Shards;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Commands;

/// <summary><c>shards</c>: what more threads bring.</summary>
internal static class ShardsCommand
{
    private const string Description = """
        Outbound packets of 1 to N shards together, each with its thread, channel and dispatcher. A shard feeds itself: what
        it sends is made clear again and routed back to it, on its own thread, so that no generator takes a core from it.
        Two speed-ups are shown: by the wall clock, and by the processor time of the shards' threads, which other
        programs on the machine do not spoil.

        Examples:
          shards
          shards --max 8 --size 64,1420 --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<CipherSuite[]> suites = OptionOf.Suites("aes128-gcm");
        Option<int[]> sizes = OptionOf.Sizes();
        Option<int> maximum = OptionOf.Number(
            "--max", "shards", 1, SpiAllocator.MaximumShardCount, Environment.ProcessorCount, "The most shards; by default one a processor");
        Option<int> rounds = OptionOf.Number("--rounds", "rounds", 1, 10_000, 40, "Rounds of 50 ms for each number of shards");
        Option<int> warmUp = OptionOf.Number("--warm-up", "ms", 0, 60_000, 1000, "Time before the first round of each");
        var output = new OutputOptions();
        var command = new Command("shards", Description) { suites, sizes, maximum, rounds, warmUp };
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            IEnumerable<ShardRow> rows =
                from suite in parsed.GetRequiredValue(suites)
                from size in parsed.GetRequiredValue(sizes)
                from row in ShardRun.Measure(
                    new PathLoad { Suite = suite, Size = size },
                    parsed.GetValue(maximum),
                    parsed.GetValue(rounds),
                    TimeSpan.FromMilliseconds(parsed.GetValue(warmUp)))
                select row;
            output.Write(parsed, [.. rows], ShardRow.Columns);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
