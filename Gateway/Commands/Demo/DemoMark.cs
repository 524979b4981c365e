using System.Diagnostics;

namespace Pipeline.Gateway.Commands.Demo;

/// <summary>One moment of a measurement; the figures are the differences between two.</summary>
/// <param name="Time">A reading of <see cref="Stopwatch"/>.</param>
/// <param name="Delivered">Packets delivered until then, both directions.</param>
/// <param name="AllocatedBytes">Bytes that the process had allocated, without those of the calling thread, which draws the table.</param>
internal readonly record struct DemoMark(long Time, long Delivered, long AllocatedBytes)
{
    /// <summary>Reads clock and counters.</summary>
    public static DemoMark Take(DemoTraffic rightward, DemoTraffic leftward) => new(
        Stopwatch.GetTimestamp(),
        rightward.Delivered + leftward.Delivered,
        GC.GetTotalAllocatedBytes(precise: true) - GC.GetAllocatedBytesForCurrentThread());
}
