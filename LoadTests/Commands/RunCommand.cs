using System.CommandLine;
using Pipeline.LoadTests.Reports;
using Pipeline.LoadTests.Rig.Shards;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;
using Pipeline.LoadTests.Scenarios;

namespace Pipeline.LoadTests.Commands;

/// <summary><c>run</c>: scenarios under a load, by the built-in runner or by NBomber.</summary>
internal static class RunCommand
{
    private const string Description = """
        Scenarios under a load, with a table as NBomber prints it and, on demand, a report in Markdown and HTML with plots.
        A step is a burst of 64 packets of 1420 bytes. Built with -p:NBomber=true, NBomber runs the same scenarios.

        Examples:
          run
          run --scenario protect,gateway --copies 2 --seconds 10 --report report
          run --scenario gateway --rate 1000 --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string[]> scenarios = OptionOf.Words("--scenario", "scenarios", ScenarioCatalog.Names);
        Option<CipherSuite[]> suites = OptionOf.Suites("aes128-gcm");
        Option<int> copies = OptionOf.Number("--copies", "copies", 1, 64, 1, "Users at the same time");
        Option<int> seconds = OptionOf.Number("--seconds", "seconds", 1, 86_400, 5, "How long each scenario runs");
        Option<int> rate = OptionOf.Number("--rate", "steps", 0, 10_000_000, 0, "Steps a second of all users together; 0 for as many as they can");
        Option<string?> report = new("--report") { Description = "A folder for report.md and report.html", HelpName = "folder" };
        var output = new OutputOptions();
        var command = new Command("run", Description) { scenarios, suites, copies, seconds, rate, report };
        output.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var simulation = new LoadSimulation(
                parsed.GetValue(copies), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rate));
            if (parsed.GetRequiredValue(suites) is not [var suite])
            {
                throw new BadInputException("--suite: the scenarios run with one suite; name one");
            }

            string[] names = parsed.GetRequiredValue(scenarios);
#if NBOMBER
            NBomberRunner.Run(names, name => ScenarioCatalog.Create(name, suite), simulation, parsed.GetValue(report), cancellation);
            return Task.FromResult((int)ExitCode.Success);
#else
            return Task.FromResult(Run(parsed, output, names, suite, simulation, parsed.GetValue(report), cancellation));
#endif
        });
        return command;
    }

#if !NBOMBER
    private static int Run(
        ParseResult parsed,
        OutputOptions output,
        string[] names,
        CipherSuite suite,
        LoadSimulation simulation,
        string? reportFolder,
        CancellationToken cancellation)
    {
        if (reportFolder is not null)
        {
            LoadReport.CreateFolder(reportFolder);
        }

        ScenarioStats[] stats =
            [.. names.Select(name => BuiltInRunner.Run(() => ScenarioCatalog.Create(name, suite), simulation, cancellation))];
        cancellation.ThrowIfCancellationRequested();
        output.Write(parsed, [.. stats.Select(ScenarioRow.Of)], ScenarioRow.Columns);
        if (reportFolder is not null)
        {
            IReadOnlyList<ShardRow> shards = ShardRun.Measure(
                new PathLoad { Suite = suite, Size = 1420 }, Environment.ProcessorCount, rounds: 10, TimeSpan.FromMilliseconds(500));
            string words = string.Join(' ', parsed.Tokens.Select(token => token.Value));
            new LoadReport(words, stats, shards).Write(reportFolder);
        }

        return Array.TrueForAll(stats, one => one.Fail == 0) ? (int)ExitCode.Success : (int)ExitCode.Failed;
    }
#endif
}
