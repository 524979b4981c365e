using System.Diagnostics;
using Pipeline.Actors;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Packets;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>A gateway of one shard under an open-loop load, from port to port.</summary>
internal sealed class LatencyRun : IAsyncDisposable
{
    // The channel holds all of them, even in batches of one: overload makes packets wait, and shows as latency, not as loss.
    private const int PoolPackets = 2048;

    private readonly PathLoad _load;
    private readonly OpenLoopPort _hosts;
    private readonly LatencyPort _network = new();
    private readonly GatewayCore _gateway;

    private LatencyRun(PathLoad load)
    {
        _load = load;
        var pool = new PacketPool(PoolPackets, Math.Max(2048, load.Size));
        _hosts = new OpenLoopPort(pool, new FlowPackets(load.Size, load.SaCount), load.FlowCount);
        var options = new ShardOptions
        {
            ShardCount = 1,
            BatchPackets = load.BatchPackets,
            QueueBatches = PoolPackets,
            FlowCacheEntries = load.FlowCacheEntries,
        };
        _gateway = GatewayCore.Start(options, _hosts, _network);
    }

    /// <summary>Starts the gateway and its SA.</summary>
    public static async Task<LatencyRun> StartAsync(PathLoad load, CancellationToken cancellation)
    {
        var run = new LatencyRun(load);
        for (int number = 0; number < load.SaCount; number++)
        {
            await run._gateway.InstallAsync(SaPair.Outbound(number, load.Suite.Transform), cancellation: cancellation).ConfigureAwait(false);
        }

        run._gateway.Policy.Publish(LoadPolicy.Of(load.RuleCount, [.. Enumerable.Range(0, load.SaCount).Select(SaPair.NameOf)]));
        return run;
    }

    /// <summary>Packets a second that the gateway does when there are always some.</summary>
    public async Task<double> MeasureCapacityAsync(TimeSpan warmUp, TimeSpan length, CancellationToken cancellation)
    {
        _hosts.SetRate(double.PositiveInfinity);
        await Task.Delay(warmUp, cancellation).ConfigureAwait(false);
        double rate = await DeliveredAsync(length, cancellation).ConfigureAwait(false);
        await PauseAsync(cancellation).ConfigureAwait(false);
        return rate;
    }

    /// <summary>Offers a share of the capacity.</summary>
    public async Task<LatencyRow> MeasureAsync(double capacity, int percent, TimeSpan length, CancellationToken cancellation)
    {
        double offered = capacity * percent / 100;
        long lostBefore = Lost;
        _hosts.SetRate(offered);
        await Task.Delay(length / 10, cancellation).ConfigureAwait(false);
        _network.Reset();
        double delivered = await DeliveredAsync(length, cancellation).ConfigureAwait(false);
        await PauseAsync(cancellation).ConfigureAwait(false);
        return new LatencyRow
        {
            Suite = _load.Suite.Name,
            Size = _load.Size,
            LoadPercent = percent,
            OfferedPacketsPerSecond = Math.Round(offered),
            DeliveredPacketsPerSecond = Math.Round(delivered),
            Dropped = Lost - lostBefore,
            P50Microseconds = Microseconds(50),
            P99Microseconds = Microseconds(99),
            P999Microseconds = Microseconds(99.9),
            MaximumMicroseconds = Microseconds(100),
        };
    }

    /// <summary>Stops the gateway.</summary>
    public async ValueTask DisposeAsync()
    {
        _hosts.SetRate(0);
        await _gateway.DisposeAsync().ConfigureAwait(false);
    }

    private long Lost => _gateway.Status().Drops.Values.Sum();

    private double Microseconds(double percent) => Math.Round(_network.Microseconds(percent), 2);

    private async Task<double> DeliveredAsync(TimeSpan length, CancellationToken cancellation)
    {
        long before = _network.Received;
        long start = Stopwatch.GetTimestamp();
        await Task.Delay(length, cancellation).ConfigureAwait(false);
        return (_network.Received - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Lets the gateway finish what it has.</summary>
    private async Task PauseAsync(CancellationToken cancellation)
    {
        _hosts.SetRate(0);
        await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation).ConfigureAwait(false);
    }
}
