using System.CommandLine;
using Pipeline.LoadTests.Rig.Measuring;

namespace Pipeline.LoadTests.Commands;

/// <summary>The options of commands that measure in rounds: how long.</summary>
internal sealed class MeasuringOptions
{
    private readonly Option<int> _rounds = OptionOf.Number(
        "--rounds", "rounds", 1, 100_000, 100, "Rounds of 2 ms of each work; the median is over them");

    private readonly Option<int> _warmUp = OptionOf.Number(
        "--warm-up", "ms", 0, 60_000, 1000, "Time before the first round of each row");

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        command.Add(_rounds);
        command.Add(_warmUp);
    }

    /// <summary>How long to measure.</summary>
    public RoundPlan PlanOf(ParseResult parsed) => RoundPlan.OfRounds(parsed.GetValue(_rounds), parsed.GetValue(_warmUp));
}
