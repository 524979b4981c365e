namespace Pipeline.LoadTests.Rig.Measuring;

/// <summary>What one work cost.</summary>
/// <param name="Name">The work.</param>
/// <param name="Nanoseconds">Of a packet: the median over the rounds.</param>
/// <param name="P10">The fast end: 10 % of the rounds were faster.</param>
/// <param name="P90">The slow end: 10 % of the rounds were slower.</param>
/// <param name="AllocatedBytes">Of a packet, on the measuring thread.</param>
/// <param name="CyclesPerPacket">Processor cycles, where a counter is readable; else null.</param>
internal sealed record Measurement(
    string Name, double Nanoseconds, double P10, double P90, double AllocatedBytes, double? CyclesPerPacket)
{
    /// <summary>Sums up the rounds of a work.</summary>
    /// <param name="name">The work.</param>
    /// <param name="rounds">At least one.</param>
    public static Measurement Of(string name, IReadOnlyCollection<Round> rounds)
    {
        double[] sorted = [.. rounds.Select(round => round.Nanoseconds / round.Packets).Order()];
        // A collection, whoever causes it, closes the thread's allocation context, and what was left of that counts as
        // allocated; such rounds say nothing about the work.
        Round[] quiet = [.. rounds.Where(round => !round.HadCollection)];
        double allocated = quiet.Length == 0 ? double.NaN : (double)quiet.Sum(round => round.AllocatedBytes) / quiet.Sum(round => round.Packets);
        double? cycles = rounds.Any(round => round.Cycles is null)
            ? null
            : Percentiles.Median(rounds.Select(round => (double)round.Cycles!.Value / round.Packets));
        return new Measurement(
            name, Percentiles.Of(sorted, 50), Percentiles.Of(sorted, 10), Percentiles.Of(sorted, 90), allocated, cycles);
    }
}
