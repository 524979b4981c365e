using Pipeline.LoadTests.Rig.Native;

namespace Pipeline.LoadTests.Rig.Measuring;

/// <summary>Processor cycles that the measuring thread used, where the system lets a program count them.</summary>
internal static class CycleCounter
{
    private static readonly PerformanceCounter? Counter = PerformanceCounter.TryOpenCycles();

    /// <summary>False in most virtual machines and wherever perf events are forbidden.</summary>
    public static bool IsReadable => Counter is not null;

    /// <summary>The count of the thread that asked first; 0 when it is not readable.</summary>
    public static long Read() => Counter?.Read() ?? 0;
}
