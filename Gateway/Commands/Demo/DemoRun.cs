using System.Diagnostics;
using Pipeline.Engine.Packets;
using Spectre.Console;

namespace Pipeline.Gateway.Commands.Demo;

/// <summary>One run of the demo: warm up, send, let what is on its way arrive, count.</summary>
internal sealed class DemoRun
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan DrainPause = TimeSpan.FromMilliseconds(10);

    private readonly DemoOptions _options;
    private readonly DemoGateways _gateways;
    private readonly DemoTraffic _rightward;
    private readonly DemoTraffic _leftward;
    private readonly CancellationToken _cancellation;
    private int _rekeys;

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
        DemoGateways gateways = await DemoGateways.StartAsync(options).ConfigureAwait(false);
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
        DemoMark[] marks;
        if (output.IsLive)
        {
            var table = new DemoLiveTable(_options, _gateways, _rightward, _leftward);
            marks = output.Console.Live(table.Draw()).Start(display => SendInHalves(() => display.UpdateTarget(table.Draw())));
        }
        else
        {
            marks = SendInHalves(() => { });
        }

        left.BeQuiet();
        right.BeQuiet();
        Drain();
        return Summarise(marks);
    }

    /// <summary>Lets packets flow; replaces the keys in the middle.</summary>
    /// <param name="redraw">Called now and then.</param>
    /// <returns>Begin and end of the first half, begin and end of the second.</returns>
    private DemoMark[] SendInHalves(Action redraw)
    {
        TimeSpan half = TimeSpan.FromSeconds(_options.Seconds) / 2;
        var first = DemoMark.Take(_rightward, _leftward);
        Watch(first, half, redraw);
        var middle = DemoMark.Take(_rightward, _leftward);
        if (!_cancellation.IsCancellationRequested)
        {
            _gateways.Rekey();
            _rekeys++;
            Pause(Settling);
        }

        var second = DemoMark.Take(_rightward, _leftward);
        Watch(second, half, redraw);
        return [first, middle, second, DemoMark.Take(_rightward, _leftward)];
    }

    /// <summary>Waits, at most until the user interrupts.</summary>
    private void Pause(TimeSpan time) => _cancellation.WaitHandle.WaitOne(time);

    private void Watch(DemoMark start, TimeSpan length, Action redraw)
    {
        while (Stopwatch.GetElapsedTime(start.Time) is var elapsed && elapsed < length && !_cancellation.IsCancellationRequested)
        {
            Pause(length - elapsed < Redraw ? length - elapsed : Redraw);
            redraw();
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

    private DemoSummary Summarise(DemoMark[] marks)
    {
        double seconds = Stopwatch.GetElapsedTime(marks[0].Time, marks[^1].Time).TotalSeconds;
        double packetsPerSecond = (marks[^1].Delivered - marks[0].Delivered) / seconds;
        // A negotiation allocates; packets must not. So the moments of the rekey are left out here.
        long delivered = marks[1].Delivered - marks[0].Delivered + marks[3].Delivered - marks[2].Delivered;
        long allocated = marks[1].AllocatedBytes - marks[0].AllocatedBytes + marks[3].AllocatedBytes - marks[2].AllocatedBytes;
        return new DemoSummary
        {
            PacketsSent = _rightward.Sent + _leftward.Sent,
            PacketsDelivered = _rightward.Delivered + _leftward.Delivered,
            PacketsLost = _rightward.InFlight + _leftward.InFlight,
            PacketsWrong = _rightward.Wrong + _leftward.Wrong,
            BuffersLeaked = 0,
            GigabitsPerSecond = packetsPerSecond * _options.PacketLength * 8 / 1e9,
            PacketsPerSecond = packetsPerSecond,
            AllocatedBytesPerPacket = (double)allocated / Math.Max(delivered, 1),
            HandshakeMilliseconds = _gateways.Handshake.TotalMilliseconds,
            Rekeys = _rekeys,
            Shards = _options.ShardCount,
            Suite = _options.Suite.Name,
            PacketSize = _options.PacketLength,
            Seconds = seconds,
            Drops = _gateways.Drops(),
            Machine = DemoMachine.Current,
        };
    }
}
