namespace Pipeline.UnitTests.Support;

/// <summary>Counts what the packet path allocates, which must be nothing.</summary>
internal static class Allocations
{
    /// <summary>Bytes that 1000 runs of <paramref name="action"/> allocate, after 100 to warm up.</summary>
    public static long Of(Action action)
    {
        for (int run = 0; run < 100; run++)
        {
            action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int run = 0; run < 1000; run++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
