using System.Diagnostics;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Rig.Ike;

/// <summary>Handshakes a second with one responder: some to warm up, then rounds.</summary>
/// <param name="responder">The responder's process, to know its processor time; null when it is this one, or unknown.</param>
internal sealed class HandshakeRun(Process? responder)
{
    private readonly List<double> _rates = [];
    private readonly List<double> _here = [];
    private readonly List<double> _there = [];
    private int _sentAgain;

    /// <summary>One round.</summary>
    /// <param name="wire">The way to the responder; closed afterwards.</param>
    /// <param name="load">What to negotiate.</param>
    /// <param name="first">Number of the first initiator.</param>
    /// <param name="plan">How many.</param>
    /// <param name="round">Which; 0 to warm up.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidOperationException">A handshake failed.</exception>
    public void Measure(IIkeWire wire, IkeLoad load, int first, HandshakePlan plan, int round, CancellationToken cancellation)
    {
        int count = plan.CountOf(round);
        using var initiators = new Initiators(wire, load, first);
        long start = Stopwatch.GetTimestamp();
        (TimeSpan here, TimeSpan there) = ProcessorTimes();
        initiators.Establish(count, plan.Window, cancellation);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        (TimeSpan hereAfter, TimeSpan thereAfter) = ProcessorTimes();
        if (initiators.Failed > 0)
        {
            throw new InvalidOperationException($"{initiators.Failed} of {count} handshakes failed; the last: {initiators.LastFailure}");
        }

        if (round > 0)
        {
            _rates.Add(count / seconds);
            _here.Add((hereAfter - here).TotalMilliseconds / count);
            _there.Add((thereAfter - there).TotalMilliseconds / count);
            _sentAgain += initiators.SentAgain;
        }
    }

    /// <summary>What was measured.</summary>
    public IkeRow ToRow(string name, IkeLoad load, HandshakePlan plan)
    {
        _rates.Sort();
        return new IkeRow
        {
            Case = "handshakes",
            Responder = name,
            Proposal = load.Proposal,
            Count = plan.Handshakes * plan.Rounds,
            HandshakesPerSecond = Math.Round(Median(_rates)),
            SlowestPerSecond = Math.Round(_rates[0]),
            FastestPerSecond = Math.Round(_rates[^1]),
            ProcessorMillisecondsHere = Figure.Rounded(Median(_here)),
            ProcessorMillisecondsOfResponder = responder is null ? null : Figure.Rounded(Median(_there)),
            SentAgain = _sentAgain,
        };
    }

    private (TimeSpan Here, TimeSpan There) ProcessorTimes()
    {
        responder?.Refresh();
        return (Environment.CpuUsage.TotalTime, responder?.TotalProcessorTime ?? TimeSpan.Zero);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
