using System.Diagnostics;
using Pipeline.Engine.Packets;
using Spectre.Console;

namespace Pipeline.Gateway.Commands.Demo;

/// <summary>One run of the demo: warm up, send, let what is on its way arrive, count.</summary>
internal sealed class DemoRun
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan DrainPause = TimeSpan.FromMilliseconds(10);

    private readonly DemoOptions _options;
    private readonly DemoGateways _gateways;
    private readonly DemoTraffic _rightward;
    private readonly DemoTraffic _leftward;
    private readonly CancellationToken _cancellation;

    private DemoRun(
        DemoOptions options, DemoGateways gateways, DemoTraffic rightward, DemoTraffic leftward, CancellationToken cancellation)
    {
        (_options, _gateways, _rightward, _leftward) = (options, gateways, rightward, leftward);
        _cancellation = cancellation;
    }

    /// <summary>Runs the demo.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="output">Where the table is, while packets flow, when a person watches.</param>
    /// <param name="cancellation">Ends the sending early; there is a summary nevertheless.</param>
    public static async Task<DemoSummary> RunAsync(DemoOptions options, CommandOutput output, CancellationToken cancellation)
    {
        var random = new Random();
        var rightward = new DemoTraffic(1, 2, options.PacketLength, random);
        var leftward = new DemoTraffic(2, 1, options.PacketLength, random);
        int poolPackets = DemoTraffic.Window + DemoHost.BatchPackets;
        int poolLength = Math.Max(options.PacketLength, 68);
        using PacketPool leftPool = FilledPool(poolPackets, poolLength);
        using PacketPool rightPool = FilledPool(poolPackets, poolLength);
        DemoGateways gateways = await DemoGateways.StartAsync(options, cancellation).ConfigureAwait(false);
        var left = new DemoHost("left-hosts", gateways.LeftHosts, leftPool, rightward, leftward);
        var right = new DemoHost("right-hosts", gateways.RightHosts, rightPool, leftward, rightward);
        DemoSummary summary;
        try
        {
            var run = new DemoRun(options, gateways, rightward, leftward, cancellation);
            summary = run.Measure(left, right, output);
        }
        finally
        {
            left.Stop();
            right.Stop();
            await gateways.DisposeAsync().ConfigureAwait(false);
        }

        return summary with { BuffersLeaked = leftPool.OutsideCount + rightPool.OutsideCount };
    }

    /// <summary>A pool that has made all its buffers, so that it makes none while allocations are counted.</summary>
    private static PacketPool FilledPool(int packets, int length)
    {
        var pool = new PacketPool(packets, length);
        var rented = new List<PacketBuffer>();
        while (pool.TryRent() is { } packet)
        {
            rented.Add(packet);
        }

        rented.ForEach(PacketPool.Return);
        return pool;
    }

    private DemoSummary Measure(DemoHost left, DemoHost right, CommandOutput output)
    {
        left.Start();
        right.Start();
        Pause(WarmUp);
        // What setting up left behind is collected now: a collection counts the rest of every thread's allocation block as used.
        GC.Collect();
        var start = DemoMark.Take(_rightward, _leftward);
        if (output.IsLive)
        {
            var table = new DemoLiveTable(_options, _gateways, _rightward, _leftward);
            output.Console.Live(table.Draw()).Start(display => Watch(start, table, display));
        }
        else
        {
            Pause(TimeSpan.FromSeconds(_options.Seconds));
        }

        var end = DemoMark.Take(_rightward, _leftward);
        left.BeQuiet();
        right.BeQuiet();
        Drain();
        return Summarise(start, end);
    }

    /// <summary>Waits, at most until the user interrupts.</summary>
    private void Pause(TimeSpan time) => _cancellation.WaitHandle.WaitOne(time);

    private void Watch(DemoMark start, DemoLiveTable table, LiveDisplayContext display)
    {
        TimeSpan end = TimeSpan.FromSeconds(_options.Seconds);
        while (Stopwatch.GetElapsedTime(start.Time) is var elapsed && elapsed < end && !_cancellation.IsCancellationRequested)
        {
            Pause(end - elapsed < Redraw ? end - elapsed : Redraw);
            display.UpdateTarget(table.Draw());
        }
    }

    /// <summary>Waits for what is on its way, as long as some of it still arrives.</summary>
    private void Drain()
    {
        long start = Stopwatch.GetTimestamp();
        while (_rightward.InFlight + _leftward.InFlight > 0 && Stopwatch.GetElapsedTime(start) < DrainLimit)
        {
            Thread.Sleep(DrainPause);
        }
    }

    private DemoSummary Summarise(DemoMark start, DemoMark end)
    {
        double seconds = Stopwatch.GetElapsedTime(start.Time, end.Time).TotalSeconds;
        long delivered = end.Delivered - start.Delivered;
        double packetsPerSecond = delivered / seconds;
        return new DemoSummary
        {
            PacketsSent = _rightward.Sent + _leftward.Sent,
            PacketsDelivered = _rightward.Delivered + _leftward.Delivered,
            PacketsLost = _rightward.InFlight + _leftward.InFlight,
            PacketsWrong = _rightward.Wrong + _leftward.Wrong,
            BuffersLeaked = 0,
            GigabitsPerSecond = packetsPerSecond * _options.PacketLength * 8 / 1e9,
            PacketsPerSecond = packetsPerSecond,
            AllocatedBytesPerPacket = (double)(end.AllocatedBytes - start.AllocatedBytes) / Math.Max(delivered, 1),
            Shards = _options.ShardCount,
            Suite = _options.Suite.Name,
            PacketSize = _options.PacketLength,
            Seconds = seconds,
            Drops = _gateways.Drops(),
            Machine = DemoMachine.Current,
        };
    }
}
