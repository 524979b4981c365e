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
            IEnumerable<Summary> summaries = BenchmarkSwitcher
                .FromAssembly(typeof(MicroCommand).Assembly)
                .Run(words.Length > 0 ? words : ["--filter", "*"], ShortConfig.Create());
            return (int)(summaries.Any(summary => summary.HasCriticalValidationErrors) ? ExitCode.Failed : ExitCode.Success);
        });
        return command;
    }
}
