using System.CommandLine;
using Pipeline.LoadTests.Rig;

namespace Pipeline.LoadTests.Commands;

/// <summary>The options that every measuring command has: how long, and how to write the rows.</summary>
internal sealed class MeasuringOptions
{
    private readonly Option<int> _rounds = OptionOf.Number("--rounds", "rounds", 1, 100_000, 100, "Rounds of 2 ms of each work; the median is over them");
    private readonly Option<int> _warmUp = OptionOf.Number("--warm-up", "ms", 0, 60_000, 1000, "Time before the first round of each row");
    private readonly Option<bool> _json = OptionOf.Json();

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        command.Add(_rounds);
        command.Add(_warmUp);
        command.Add(_json);
    }

    /// <summary>How long to measure.</summary>
    public RoundPlan PlanOf(ParseResult parsed) => RoundPlan.OfRounds(parsed.GetValue(_rounds), parsed.GetValue(_warmUp));

    /// <summary>Where to write.</summary>
    public CommandOutput OutputOf(ParseResult parsed) => new(parsed.InvocationConfiguration.Output, parsed.GetValue(_json));
}
