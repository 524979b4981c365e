using Pipeline.Actors.Sharding;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>Shards with their threads, their channels and the real dispatcher, that feed themselves.</summary>
/// <remarks>
/// <code>
/// shard's thread:  channel -> OutboundPath -> [sink: write a clear header over the packet, ShardedDispatcher.Route] -> channel
/// </code>
/// What a shard sends becomes what it receives next, on its own thread: no reader and no generator takes a core that a
/// shard needs, so on a machine with as many shards as cores the speed-up is that of the shards alone. A packet keeps its
/// flow and so its shard. As with ports that have a queue for each shard, a shard has buffers of its own, and its thread is
/// bound to a processor. The price: 28 bytes of header, written anew for each packet, count as the shard's work.
/// </remarks>
internal sealed class ShardLoop : IDisposable
{
    private readonly PathLoad _load;
    private readonly FlowPackets _packets;
    private readonly PacketPool[] _pools;
    private readonly PacketBatchPool _batches;
    private readonly Shard[] _shards;
    private readonly Feeder[] _feeders;
    private readonly List<IDisposable> _sas = [];
    private volatile bool _stopping;

    /// <param name="load">What each shard is asked: an outbound load whose buffers are in flight at each shard.</param>
    /// <param name="shardCount">Shards.</param>
    public ShardLoop(PathLoad load, int shardCount)
    {
        _load = load;
        _packets = new FlowPackets(load.Size, load.SaCount);
        _pools = [.. Enumerable.Range(0, shardCount).Select(_ => new PacketPool(load.Buffers, Math.Max(2048, load.Size)))];
        var options = new ShardOptions
        {
            ShardCount = shardCount,
            BatchPackets = load.BatchPackets,
            QueueBatches = Math.Max(64, load.Buffers),
            FlowCacheEntries = load.FlowCacheEntries,
            Affinity = [.. Enumerable.Range(0, Environment.ProcessorCount)],
        };
        _batches = new PacketBatchPool(shardCount * (options.QueueBatches + shardCount + 4), load.BatchPackets);
        var policy = new PolicyDatabase(LoadPolicy.Of(load.RuleCount, [.. Enumerable.Range(0, load.SaCount).Select(SaPair.NameOf)]));
        _shards = new Shard[shardCount];
        _feeders = new Feeder[shardCount];
        for (int index = 0; index < shardCount; index++)
        {
            var feeder = new Feeder(this);
            var notices = new BatchWriter(PacketPool.Return);
            _feeders[index] = feeder;
            _shards[index] = new Shard(
                index, options, policy, notices, new BatchWriter(feeder.Send, load.BatchPackets), _batches, neighbours: null, TimeProvider.System);
            InstallSas(_shards[index]);
        }

        var directory = new ShardDirectory();
        Array.ForEach(_feeders, feeder => feeder.Dispatcher = new ShardedDispatcher(_shards, directory, _batches, PathDirection.Outbound));
        Fill();
        Array.ForEach(_shards, shard => shard.Start());
    }

    /// <summary>What every shard has sent, and the processor time it had when it sent that.</summary>
    public IReadOnlyList<(long Packets, double Nanoseconds)> Progress() =>
        [.. _feeders.Select(feeder => feeder.Read())];

    /// <summary>Packets dropped anywhere: must be 0.</summary>
    public long Dropped => _shards.Sum(shard => shard.OutboundCounters.Drops.Total + shard.Refused.Total);

    /// <summary>Stops the threads and erases the keys.</summary>
    public void Dispose()
    {
        _stopping = true;
        Array.ForEach(_shards, shard => shard.Stop());
        Array.ForEach(_shards, shard => shard.Dispose());
        _sas.ForEach(sa => sa.Dispose());
        Array.ForEach(_pools, pool => pool.Dispose());
    }

    private void InstallSas(Shard shard)
    {
        for (int number = 0; number < _load.SaCount; number++)
        {
            // An SA for each shard under one name (RFC 9611); the thread is not started yet, so any thread may.
            var sa = new OutboundSa(SaPair.Outbound(number, _load.Suite.Transform, shard.Index));
            shard.Sas.Install(sa);
            _sas.Add(sa);
        }
    }

    /// <summary>Gives each shard as many packets as the load says, of flows that the dispatcher takes to it.</summary>
    private void Fill()
    {
        ShardedDispatcher dispatcher = _feeders[0].Dispatcher!;
        for (int shard = 0; shard < _shards.Length; shard++)
        {
            Fill(dispatcher, shard);
        }
    }

    private void Fill(ShardedDispatcher dispatcher, int wanted)
    {
        var batch = new PacketBatch(_load.BatchPackets);
        PacketBuffer? packet = _pools[wanted].TryRent();
        for (int flow = 0; packet is not null; flow++)
        {
            _packets.Fill(packet, flow);
            packet.Tag = flow;
            if (!dispatcher.TryShardOf(packet.Packet, out int shard) || shard != wanted)
            {
                continue;
            }

            batch.TryAdd(packet);
            if (batch.IsFull)
            {
                dispatcher.Route(batch);
            }

            packet = _pools[wanted].TryRent();
        }

        dispatcher.Route(batch);
    }

    /// <summary>The sink of one shard; its fields are written by that shard's thread only.</summary>
    private sealed class Feeder(ShardLoop loop)
    {
        private long _sent;
        private double _processorNanoseconds;
        private int _version;

        public ShardedDispatcher? Dispatcher { get; set; }

        public void Send(PacketBatch batch)
        {
            int count = batch.Count;
            if (loop._stopping)
            {
                PacketPool.Return(batch);
                return;
            }

            for (int i = 0; i < count; i++)
            {
                loop._packets.FillHeader(batch[i], (int)batch[i].Tag);
            }

            double now = ThreadClock.Nanoseconds();
            Volatile.Write(ref _version, _version + 1);
            Volatile.Write(ref _sent, _sent + count);
            Volatile.Write(ref _processorNanoseconds, now);
            Volatile.Write(ref _version, _version + 1);
            Dispatcher!.Route(batch);
        }

        /// <summary>Both figures of one moment: the version is odd while they are being written.</summary>
        public (long Packets, double Nanoseconds) Read()
        {
            while (true)
            {
                int version = Volatile.Read(ref _version);
                (long packets, double nanoseconds) = (Volatile.Read(ref _sent), Volatile.Read(ref _processorNanoseconds));
                if ((version & 1) == 0 && version == Volatile.Read(ref _version))
                {
                    return (packets, nanoseconds);
                }
            }
        }
    }
}
