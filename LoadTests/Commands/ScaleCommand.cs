using System.CommandLine;
using Pipeline.Actors.Sharding;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Shards;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Commands;

/// <summary><c>scale</c>: what more SAs and more filters cost.</summary>
internal static class ScaleCommand
{
    private const string Description = """
        Both paths over 1 to 100,000 SAs with a flow each and traffic at random; memory of an SA with its actor; the
        first packet of a flow behind 10 to 10,000 filters, and the flow cache.

        Examples:
          scale
          scale --sas 1,1024 --memory-sas 10000 --filters 10,1000 --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<CipherSuite[]> suites = OptionOf.Suites("aes128-gcm");
        Option<int[]> sizes = OptionOf.Sizes(64);
        Option<PathDirection[]> directions = OptionOf.Directions();
        Option<int[]> sas = OptionOf.Numbers("--sas", "SAs", 1, 1_000_000, [1, 64, 1024, 16_384, 100_000], "Counts of SAs");
        Option<int> memorySas = OptionOf.Number("--memory-sas", "SAs", 1, 1_000_000, 100_000, "SAs installed to weigh them");
        Option<int[]> filters = OptionOf.Numbers("--filters", "filters", 1, 1_000_000, [10, 1000, 10_000], "Counts of filters");
        var measuring = new MeasuringOptions();
        var output = new OutputOptions();
        var command = new Command("scale", Description) { suites, sizes, directions, sas, memorySas, filters };
        measuring.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            RoundPlan plan = measuring.PlanOf(parsed);
            var rows = new List<ScaleRow>();
            foreach (CipherSuite suite in parsed.GetRequiredValue(suites))
            {
                foreach (int size in parsed.GetRequiredValue(sizes))
                {
                    foreach (PathDirection direction in parsed.GetRequiredValue(directions))
                    {
                        rows.AddRange(ScaleRun.MeasureSas(suite, size, direction, [.. parsed.GetRequiredValue(sas).Order()], plan));
                    }
                }

                rows.AddRange(await ScaleRun.MeasureMemoryAsync(suite, parsed.GetValue(memorySas), cancellation).ConfigureAwait(false));
            }

            rows.AddRange(ScaleRun.MeasureFilters([.. parsed.GetRequiredValue(filters).Order()], plan));
            output.Write(parsed, rows, ScaleRow.Columns);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
