namespace Pipeline.LoadTests.Rig.Measuring;

/// <summary>How long to measure.</summary>
/// <param name="Rounds">Rounds of each work; the median is over them.</param>
/// <param name="RoundLength">Timed length of one round: long against the clock, short against the scheduler.</param>
/// <param name="WarmUp">Time before the first round, so that the code is compiled for good (tier 1, with its profile).</param>
internal sealed record RoundPlan(int Rounds, TimeSpan RoundLength, TimeSpan WarmUp)
{
    /// <summary>Rounds of 2 ms after a second of warm-up: tier 1 waits for 100 ms without new methods, twice.</summary>
    public static RoundPlan OfRounds(int rounds, int warmUpMilliseconds) =>
        new(rounds, TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(warmUpMilliseconds));
}
