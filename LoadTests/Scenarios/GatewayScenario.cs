using System.Diagnostics;
using Pipeline.Actors;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Scenarios;

/// <summary>A burst of packets into a whole gateway, with its reader and its shard, until all of it came out at the other side.</summary>
internal sealed class GatewayScenario(string name, PathLoad load) : IScenario
{
    private const int PortPackets = 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(10);

    private readonly FlowPackets _packets = new(load.Size, load.SaCount);
    private readonly PacketPool _pool = new(4 * load.Buffers, Math.Max(2048, load.Size));
    private readonly PacketBatch _burst = new(load.Buffers);
    private readonly PacketBatch _arrived = new(load.Buffers);
    private readonly List<IDisposable> _ports = [];
    private InMemoryPort? _hosts;
    private InMemoryPort? _network;
    private GatewayCore? _gateway;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public void Prepare()
    {
        (InMemoryPort inner, _hosts) = InMemoryPort.CreatePair(PortPackets);
        (InMemoryPort outer, _network) = InMemoryPort.CreatePair(PortPackets);
        _ports.AddRange([inner, outer, _hosts, _network]);
        _gateway = GatewayCore.Start(new ShardOptions { ShardCount = 1, BatchPackets = load.BatchPackets }, inner, outer);
        _gateway.InstallAsync(SaPair.Outbound(0, load.Suite.Transform)).GetAwaiter().GetResult();
        _gateway.Policy.Publish(LoadPolicy.Of(load.RuleCount, [SaPair.NameOf(0)]));
    }

    /// <inheritdoc/>
    public StepResult Step()
    {
        for (int i = 0; i < load.Buffers && _pool.TryRent() is { } packet; i++)
        {
            _packets.Fill(packet, i % load.FlowCount);
            _burst.TryAdd(packet);
        }

        int sent = _burst.Count;
        _hosts!.Send(_burst);
        int arrived = Receive(sent - _burst.Count);
        PacketPool.Return(_burst);
        return new StepResult(arrived == sent, arrived * load.Size);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gateway?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _ports.ForEach(port => port.Dispose());
        _pool.Dispose();
    }

    private int Receive(int wanted)
    {
        int arrived = 0;
        long start = Stopwatch.GetTimestamp();
        while (arrived < wanted && Stopwatch.GetElapsedTime(start) < Patience)
        {
            _network!.Receive(_arrived, Wait);
            arrived += _arrived.Count;
            PacketPool.Return(_arrived);
        }

        return arrived;
    }
}
