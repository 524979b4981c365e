namespace Pipeline.UnitTests.Support;

/// <summary>Counts what the packet path allocates, which must be nothing.</summary>
internal static class Allocations
{
    private const int MaximumAttempts = 10;

    /// <summary>Bytes that <paramref name="runs"/> runs of <paramref name="action"/> allocate, after some to warm up.</summary>
    /// <remarks>
    /// A garbage collection, whoever causes it, closes this thread's allocation context, and what was left of it then counts
    /// as allocated. So a measurement with a collection in it is made again.
    /// </remarks>
    public static long Of(Action action, int warmup = 100, int runs = 1000)
    {
        Run(action, warmup);
        long allocated = 0;
        for (int attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            int collections = GC.CollectionCount(0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run(action, runs);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (GC.CollectionCount(0) == collections)
            {
                break;
            }
        }

        return allocated;
    }

    private static void Run(Action action, int runs)
    {
        for (int run = 0; run < runs; run++)
        {
            action();
        }
    }
}
