using System.Diagnostics;

namespace Pipeline.LoadTests.Rig.Measuring;

/// <summary>The measuring loop, the only one: short rounds, each work in its turn, in one process on one thread.</summary>
/// <remarks>
/// <code>
/// round 1: path | dotnet | openssl | ipsec-mb | kernel      a round of a work: prepare, START run STOP, prepare, ...
/// round 2: path | dotnet | openssl | ipsec-mb | kernel      until the timed parts add up to the round's length
/// ...
/// </code>
/// What disturbs the machine disturbs neighbours in a round alike, so ratios are steadier than times; the median drops
/// the rounds that were disturbed alone.
/// </remarks>
internal static class RoundRobin
{
    /// <summary>Measures works beside each other.</summary>
    /// <returns>One measurement for each, in their order.</returns>
    public static IReadOnlyList<Measurement> Measure(IReadOnlyList<IMeasured> works, RoundPlan plan)
    {
        WarmUp(works, plan.WarmUp);
        GC.Collect();
        List<Round>[] rounds = [.. works.Select(_ => new List<Round>(plan.Rounds))];
        for (int round = 0; round < plan.Rounds; round++)
        {
            for (int work = 0; work < works.Count; work++)
            {
                rounds[work].Add(RunRound(works[work], plan.RoundLength));
            }
        }

        return [.. works.Select((work, index) => Measurement.Of(work.Name, rounds[index]))];
    }

    private static void WarmUp(IReadOnlyList<IMeasured> works, TimeSpan length)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            foreach (IMeasured work in works)
            {
                RunRound(work, TimeSpan.FromMilliseconds(1));
            }
        }
        while (Stopwatch.GetElapsedTime(start) < length);
    }

    private static Round RunRound(IMeasured work, TimeSpan length)
    {
        double wanted = length.TotalNanoseconds;
        double nanoseconds = 0;
        long packets = 0;
        long allocated = 0;
        long cycles = 0;
        int collections = GC.CollectionCount(0);
        while (nanoseconds < wanted)
        {
            work.Prepare();
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            long firstCycle = CycleCounter.Read();
            double start = ThreadClock.Nanoseconds();
            work.Run();
            nanoseconds += Math.Max(1, ThreadClock.Nanoseconds() - start - ThreadClock.CostNanoseconds);
            cycles += CycleCounter.Read() - firstCycle;
            allocated += GC.GetAllocatedBytesForCurrentThread() - bytes;
            packets += work.PacketsPerTurn;
        }

        bool hadCollection = GC.CollectionCount(0) != collections;
        return new Round(packets, nanoseconds, allocated, CycleCounter.IsReadable ? cycles : null, hadCollection);
    }
}
