using Pipeline.Actors.Sharding;
using Pipeline.Engine.DataPath;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>Both paths of one shard without its thread, with SAs, policy and packets of a load.</summary>
internal sealed class OneShard : IDisposable
{
    private readonly SaDatabase _sas = new();
    private readonly List<IDisposable> _ends = [];
    private readonly PacketPool _pool;
    private readonly FlowPackets _packets;
    private readonly PathLoad _load;
    private readonly Random _random = new(1);
    private readonly PacketBatch[] _batches;
    private readonly PacketSink _notices;
    private int _newFlow;

    /// <param name="load">What is asked of it.</param>
    public OneShard(PathLoad load)
    {
        _load = load;
        _pool = new PacketPool(load.Buffers, Math.Max(2048, load.Size));
        _packets = new FlowPackets(load.Size, load.SaCount);
        _batches = new PacketBatch[(load.Buffers + load.BatchPackets - 1) / load.BatchPackets];
        for (int i = 0; i < _batches.Length; i++)
        {
            _batches[i] = new PacketBatch(load.BatchPackets);
        }

        InstallSas();
        var policy = new PolicyDatabase(LoadPolicy.Of(load.RuleCount, [.. Enumerable.Range(0, load.SaCount).Select(SaPair.NameOf)]));
        Outer = new PacketSink(load.Buffers, load.BatchPackets);
        Inner = new PacketSink(load.Buffers, load.BatchPackets);
        _notices = new PacketSink(load.Buffers, load.BatchPackets);
        var options = new PathOptions { BatchPackets = load.BatchPackets, FlowCacheEntries = load.FlowCacheEntries };
        Outbound = new OutboundPath(_sas, policy, Outer.Writer, _notices.Writer, options);
        Inbound = new InboundPath(_sas, policy, Inner.Writer, options);
    }

    /// <summary>What is asked of it.</summary>
    public PathLoad Load => _load;

    /// <summary>The path from hosts to the network.</summary>
    public OutboundPath Outbound { get; }

    /// <summary>The path from the network to hosts.</summary>
    public InboundPath Inbound { get; }

    /// <summary>Takes what the outbound path sends.</summary>
    public PacketSink Outer { get; }

    /// <summary>Takes what the inbound path sends.</summary>
    public PacketSink Inner { get; }

    /// <summary>The batches of a turn; full after <see cref="FillBatches"/>, empty after they were walked.</summary>
    public ReadOnlySpan<PacketBatch> Batches => _batches;

    /// <summary>Takes back the packets of the last turn and fills the batches with clear packets of random flows.</summary>
    public void FillBatches()
    {
        Outer.ReturnAll();
        Inner.ReturnAll();
        _notices.ReturnAll();
        for (int i = 0; i < _load.Buffers; i++)
        {
            PacketBuffer buffer = _pool.TryRent() ?? throw new InvalidOperationException("The path kept a packet buffer.");
            _packets.Fill(buffer, _load.NewFlows ? ++_newFlow : _random.Next(_load.FlowCount));
            _batches[i / _load.BatchPackets].TryAdd(buffer);
        }
    }

    /// <summary>Makes every flow known to the flow cache.</summary>
    public void SendEveryFlowOnce()
    {
        for (int flow = 0; flow < _load.FlowCount; flow++)
        {
            PacketBuffer buffer = _pool.TryRent() ?? throw new InvalidOperationException("The path kept a packet buffer.");
            _packets.Fill(buffer, flow);
            _batches[0].TryAdd(buffer);
            Outbound.Process(_batches[0], TimeSpan.Zero);
            Outer.ReturnAll();
        }
    }

    /// <summary>As <see cref="FillBatches"/>, but what the peer makes of them: protected packets with fresh sequence numbers.</summary>
    public void FillBatchesProtected()
    {
        FillBatches();
        foreach (PacketBatch batch in _batches)
        {
            Outbound.Process(batch, TimeSpan.Zero);
        }

        Demand(Outer.Count == _load.Buffers, Outbound.Counters);
        Outer.MoveTo(_batches);
    }

    /// <summary>Says why packets were dropped, unless everything is as it should be.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public static void Demand(bool isGood, PathCounters counters)
    {
        if (!isGood)
        {
            throw Unexpected(counters);
        }
    }

    /// <summary>Gives back packets and erases keys.</summary>
    public void Dispose()
    {
        Outer.ReturnAll();
        Inner.ReturnAll();
        Array.ForEach(_batches, PacketPool.Return);
        Outbound.Dispose();
        Inbound.Dispose();
        _ends.ForEach(end => end.Dispose());
        _pool.Dispose();
    }

    // Apart, because its closure would be allocated at the caller's door.
    private static InvalidOperationException Unexpected(PathCounters counters)
    {
        IEnumerable<string> drops = Enum.GetValues<DropReason>()
            .Where(reason => counters.Drops[reason] > 0)
            .Select(reason => $"{reason} {counters.Drops[reason]}");
        return new InvalidOperationException($"The path did not do what the load expects; dropped: {string.Join(", ", drops)}.");
    }

    private void InstallSas()
    {
        for (int number = 0; number < _load.SaCount; number++)
        {
            SaParameters parameters = SaPair.Outbound(number, _load.Suite.Transform);
            var outbound = new OutboundSa(parameters);
            _sas.Install(outbound);
            _ends.Add(outbound);
            if (_load.Direction == PathDirection.Inbound)
            {
                var inbound = new InboundSa(SaPair.InboundOf(parameters));
                _sas.TryInstall(inbound);
                _ends.Add(inbound);
            }
        }
    }
}
