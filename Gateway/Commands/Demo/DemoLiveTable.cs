using System.Diagnostics;
using System.Globalization;
using Pipeline.Actors;
using Spectre.Console;

namespace Pipeline.Gateway.Commands.Demo;

/// <summary>What a person sees while packets flow: rates of each direction and shard since the last drawing, and drops.</summary>
internal sealed class DemoLiveTable
{
    private readonly DemoOptions _options;
    private readonly DemoGateways _gateways;
    private readonly (string Name, DemoTraffic Traffic)[] _directions;
    private readonly (string Name, GatewayCore Core)[] _cores;
    private readonly Dictionary<string, long> _before = new(StringComparer.Ordinal);
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _drawn = Stopwatch.GetTimestamp();

    public DemoLiveTable(DemoOptions options, DemoGateways gateways, DemoTraffic rightward, DemoTraffic leftward)
    {
        (_options, _gateways) = (options, gateways);
        _directions = [("left to right", rightward), ("right to left", leftward)];
        _cores = [("left", gateways.Left), ("right", gateways.Right)];
        Draw();
    }

    /// <summary>Draws the present state.</summary>
    public Table Draw()
    {
        long now = Stopwatch.GetTimestamp();
        double seconds = Math.Max(Stopwatch.GetElapsedTime(_drawn, now).TotalSeconds, 1e-3);
        _drawn = now;
        Table table = new Table().RoundedBorder().AddColumn("").AddColumn("packets").AddColumn("packets/s").AddColumn("Gbit/s");
        table.Columns.Skip(1).ToList().ForEach(column => column.RightAligned());
        table.Title($"{_options.Suite.Name}, {_options.PacketLength}-byte packets, "
            + $"{Stopwatch.GetElapsedTime(_start, now).TotalSeconds:0} of {_options.Seconds} s");
        foreach ((string name, DemoTraffic traffic) in _directions)
        {
            AddRow(table, name, traffic.Delivered, seconds, inner: true);
        }

        foreach ((string name, GatewayCore core) in _cores)
        {
            foreach (ShardStatus shard in core.Status().Shards)
            {
                AddRow(table, $"{name} gateway, shard {shard.Index}: protected", shard.Protected, seconds, inner: false);
                AddRow(table, $"{name} gateway, shard {shard.Index}: unprotected", shard.Unprotected, seconds, inner: false);
            }
        }

        foreach ((string reason, long packets) in _gateways.Drops())
        {
            table.AddRow($"dropped: {reason}", packets.ToString("N0", CultureInfo.InvariantCulture), "", "");
        }

        return table;
    }

    private void AddRow(Table table, string name, long packets, double seconds, bool inner)
    {
        double rate = (packets - _before.GetValueOrDefault(name, packets)) / seconds;
        _before[name] = packets;
        table.AddRow(
            name,
            packets.ToString("N0", CultureInfo.InvariantCulture),
            rate.ToString("N0", CultureInfo.InvariantCulture),
            inner ? (rate * _options.PacketLength * 8 / 1e9).ToString("0.00", CultureInfo.InvariantCulture) : "");
    }
}
