using System.Diagnostics;
using Pipeline.Actors.Ike.Status;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Rig.Ike;

/// <summary>Many tunnels in one process: how much memory one takes, and whether all stay alive.</summary>
internal static class TunnelRun
{
    private const int Window = 64;

    /// <summary>The first ones bring what all share: they are not in the figures of memory.</summary>
    private const int MostFirst = 100;

    /// <summary>How often the responder asks each peer for a sign of life.</summary>
    private static readonly TimeSpan LivenessInterval = TimeSpan.FromSeconds(10);

    /// <summary>Sets them up, keeps them for a while, and counts.</summary>
    /// <param name="load">What to negotiate.</param>
    /// <param name="count">How many.</param>
    /// <param name="alive">How long to keep them.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IkeRow> MeasureAsync(IkeLoad load, int count, TimeSpan alive, CancellationToken cancellation)
    {
        MemoryResponder responder = await MemoryResponder.StartAsync(load, LivenessInterval).ConfigureAwait(false);
        await using (responder.ConfigureAwait(false))
        {
            int first = Math.Min(MostFirst, count / 2);
            using var initiators = new Initiators(responder.Connect(), load, firstNumber: 0);
            long start = Stopwatch.GetTimestamp();
            initiators.Establish(first, Window, cancellation);
            (long managed, long resident) = (Managed(), Environment.WorkingSet);
            initiators.Establish(count - first, Window, cancellation);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            initiators.Live(alive, cancellation);
            resident = Environment.WorkingSet - resident;
            int established = Alive(await responder.StatusAsync().ConfigureAwait(false));
            int answered = initiators.Answered;
            initiators.Dispose();
            return new IkeRow
            {
                Case = "tunnels",
                Responder = MemoryResponder.Name,
                Proposal = load.Proposal,
                Count = count,
                HandshakesPerSecond = Math.Round(count / seconds),
                TunnelsAlive = established,
                LivenessAnswers = answered,
                ManagedBytesPerTunnel = (Managed() - managed) / (count - first),
                ResidentBytesPerTunnelBothEnds = resident / (count - first),
            };
        }
    }

    private static int Alive(IkeStatus status) => status.IkeSas.Count(sa => sa.State == "Established");

    private static long Managed()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
