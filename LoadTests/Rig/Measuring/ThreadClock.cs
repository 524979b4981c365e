using System.Diagnostics;
using Pipeline.LoadTests.Rig.Native;

namespace Pipeline.LoadTests.Rig.Measuring;

/// <summary>The processor time of the calling thread: what other processes on the same core take is not in it.</summary>
/// <remarks>Where the system has no such clock, or a coarse one, the wall clock takes its place.</remarks>
internal static class ThreadClock
{
    private const double CoarseNanoseconds = 2000;

    /// <summary>True when it is the thread's own time, false when it is the wall's.</summary>
    public static bool IsThreadTime { get; } = StepNanoseconds() < CoarseNanoseconds;

    /// <summary>What reading it twice costs by itself, to be taken off every reading.</summary>
    public static double CostNanoseconds { get; } = Cost();

    /// <summary>The clock; only differences mean something.</summary>
    public static double Nanoseconds() => IsThreadTime
        ? LinuxClock.ThreadNanoseconds()
        : Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);

    private static double StepNanoseconds()
    {
        if (!LinuxClock.IsAvailable)
        {
            return double.MaxValue;
        }

        double start = LinuxClock.ThreadNanoseconds();
        double next;
        do
        {
            next = LinuxClock.ThreadNanoseconds();
        }
        while (next == start);
        return next - start;
    }

    private static double Cost()
    {
        var costs = new double[1000];
        for (int i = 0; i < costs.Length; i++)
        {
            double start = Nanoseconds();
            costs[i] = Nanoseconds() - start;
        }

        return Percentiles.Median(costs);
    }
}
