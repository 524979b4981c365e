using System.CommandLine;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Pipeline.LoadTests.Micro;

namespace Pipeline.LoadTests.Commands;

/// <summary><c>micro</c>: BenchmarkDotNet on the parts of the path, one question for each class.</summary>
internal static class MicroCommand
{
    private const string Description = """
        BenchmarkDotNet on the parts of the path. What follows is given to BenchmarkDotNet.

        Examples:
          micro -- --list flat
          micro -- --filter *FlowHash*
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var arguments = new Argument<string[]>("args") { Description = "For BenchmarkDotNet", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("micro", Description) { arguments };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed =>
        {
            string[] words = [.. parsed.GetValue(arguments) ?? [], .. parsed.UnmatchedTokens];
            List<Summary> summaries = [.. BenchmarkSwitcher
                .FromAssembly(typeof(MicroCommand).Assembly)
                .Run(words.Length > 0 ? words : ["--filter", "*"], ShortConfig.Create())];

            // A filter that nothing matches is a mistake: BenchmarkDotNet says so and returns nothing.
            bool matchedNothing = summaries.Count == 0 && words.Contains("--filter");
            bool failed = matchedNothing || summaries.Any(summary => summary.HasCriticalValidationErrors);
            return (int)(failed ? ExitCode.Failed : ExitCode.Success);
        });
        return command;
    }
}
