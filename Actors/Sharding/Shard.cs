using Pipeline.Engine.DataPath.Negotiation;
using System.Threading.Channels;
using Akka.Dispatch;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.DataPath;
using Pipeline.Engine.Encapsulation.Fragments;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;

namespace Pipeline.Actors.Sharding;

/// <summary>One thread, and everything that only this thread may touch: SAs, both paths, and the mailboxes of its SA actors.</summary>
/// <remarks>
/// Two doors, one room: packets come in batches through a bounded channel and call the SA objects directly; actor messages
/// (install, retire, ask) come through <see cref="Run"/>. Both are carried out on this thread, one after the other, so an
/// SA needs no lock. A full channel refuses; the shard never makes anybody wait.
/// </remarks>
public sealed class Shard : IDisposable
{
    /// <summary>Mailboxes run between two batches at most, so that a flood of messages cannot starve packets.</summary>
    private const int MailboxesBetweenBatches = 32;

    /// <summary>How long an idle shard sleeps at most: also how late an incomplete datagram is given up.</summary>
    private static readonly TimeSpan IdleSleep = TimeSpan.FromMilliseconds(250);

    private readonly Channel<ShardWork> _packets;
    private readonly Channel<IRunnable> _mailboxes;
    private readonly Doorbell _doorbell = new();
    private readonly PacketBatchPool _batches;
    private readonly TimeProvider _time;
    private readonly PacketPool? _pool;
    private readonly PacketBatch _nothing = new(1);
    private readonly SaOwners _owners = new();
    private readonly TimeSpan _spin;
    private readonly int _processor;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private volatile bool _busy;
    private volatile int _boundTo = ProcessorAffinity.None;

    /// <param name="index">Its number, from 0.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="policy">The policy, shared by all shards.</param>
    /// <param name="inner">Takes batches for the hosts, on the shard's thread.</param>
    /// <param name="outer">Takes batches for the network, on the shard's thread.</param>
    /// <param name="batches">Where the batches of the channel come from and go back to.</param>
    /// <param name="neighbours">The other shards; null when there are none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="pool">Buffers for packets that the gateway makes itself (dummies); null for none.</param>
    /// <param name="negotiations">Makes SAs that policy names and that are not there; null when all are installed by hand.</param>
    /// <param name="offered">SPIs that were offered to peers; null when all are installed by hand.</param>
    public Shard(
        int index,
        ShardOptions options,
        PolicyDatabase policy,
        BatchWriter inner,
        BatchWriter outer,
        PacketBatchPool batches,
        IShardNeighbours? neighbours,
        TimeProvider time,
        PacketPool? pool = null,
        INegotiations? negotiations = null,
        IOfferedSpis? offered = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Index = index;
        (_batches, _time, _pool) = (batches, time, pool);
        _spin = TimeSpan.FromMicroseconds(options.SpinMicroseconds);
        _processor = ProcessorAffinity.Of(index, options.Affinity);
        _packets = Channel.CreateBounded<ShardWork>(new BoundedChannelOptions(options.QueueBatches)
        {
            SingleReader = true,
            AllowSynchronousContinuations = false,
        });
        GrowToCapacity(_packets);
        // Bounded by what fills it: Akka queues a mailbox once, however many messages wait in it.
        _mailboxes = Channel.CreateUnbounded<IRunnable>(new UnboundedChannelOptions { SingleReader = true });
        PathOptions path = PathOptionsOf(options);
        Outbound = new OutboundPath(Sas, policy, outer, inner, path, neighbours, _owners, negotiations);
        Inbound = new InboundPath(Sas, policy, inner, path, neighbours, _owners, offered);
        _thread = new Thread(Loop) { Name = $"shard-{index}", IsBackground = true };
    }

    /// <summary>Its number, from 0.</summary>
    public int Index { get; }

    /// <summary>Its SAs; only its own thread may touch them.</summary>
    public SaDatabase Sas { get; } = new();

    /// <summary>Which actor owns which SA; only its own thread may touch it.</summary>
    public SaOwners Owners => _owners;

    /// <summary>Packets that its channel refused.</summary>
    public DropCounters Refused { get; } = new();

    /// <summary>What its outbound path did.</summary>
    public PathCounters OutboundCounters => Outbound.Counters;

    /// <summary>What its inbound path did.</summary>
    public PathCounters InboundCounters => Inbound.Counters;

    /// <summary>The processor that its thread is bound to; null when the scheduler decides.</summary>
    public int? Processor => _boundTo is var processor and not ProcessorAffinity.None ? processor : null;

    internal OutboundPath Outbound { get; }

    internal InboundPath Inbound { get; }

    /// <summary>Takes a buffer for a packet that the gateway makes itself.</summary>
    /// <returns>Null when the gateway has no pool of its own, or the pool is empty.</returns>
    public PacketBuffer? TryRentPacket() => _pool?.TryRent();

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Queues a batch; safe from any thread.</summary>
    /// <returns>False when the channel is full; the caller keeps the batch.</returns>
    public bool TryPost(PacketBatch batch, PathDirection direction)
    {
        if (!_packets.Writer.TryWrite(new ShardWork(batch, direction)))
        {
            return false;
        }

        _doorbell.Ring();
        return true;
    }

    /// <summary>Queues the run of a mailbox; safe from any thread.</summary>
    public void Run(IRunnable mailbox)
    {
        if (_mailboxes.Writer.TryWrite(mailbox))
        {
            _doorbell.Ring();
        }
    }

    /// <summary>Lets packets go on that waited for an SA, which another shard may have now; safe from any thread.</summary>
    public void Nudge() => _doorbell.Ring();

    /// <summary>True when no batch is queued or being walked.</summary>
    public bool IsIdle => !_busy && !_packets.Reader.TryPeek(out _);

    /// <summary>Stops the thread after what is queued now; what is posted later is refused.</summary>
    public void Stop()
    {
        _stopping = true;
        _doorbell.Ring();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _packets.Writer.TryComplete();
    }

    /// <summary>Stops, and gives back every buffer.</summary>
    public void Dispose()
    {
        Stop();

        while (_packets.Reader.TryRead(out ShardWork work))
        {
            _batches.Return(work.Batch);
        }

        Outbound.Dispose();
        Inbound.Dispose();
    }

    private PathOptions PathOptionsOf(ShardOptions options) => new()
    {
        BatchPackets = options.BatchPackets,
        // Shards count apart: two fragments of different shards must not have the same name (RFC 8200 §4.5).
        FirstIdentification = (uint)Index << 24,
        FlowCacheEntries = options.FlowCacheEntries,
        IcmpPerSecond = options.IcmpPerSecond,
        Reassembly = new ReassemblyLimits
        {
            MaximumDatagramCount = options.ReassemblyDatagrams,
            MaximumFragmentCount = FragmentsOf(options),
            Timeout = TimeSpan.FromMilliseconds(options.ReassemblyTimeoutMilliseconds),
        },
    };

    /// <summary>
    /// Fragments that one datagram may have: so few that all waiting fragments of all shards and both paths hold at most a
    /// quarter of the pool, whoever sends them.
    /// </summary>
    private static int FragmentsOf(ShardOptions options)
    {
        int paths = 2 * GatewayCore.EffectiveShardCount(options);
        int fragments = GatewayCore.EffectivePoolPackets(options) / 4 / paths / options.ReassemblyDatagrams;
        return Math.Clamp(fragments, 2, new ReassemblyLimits().MaximumFragmentCount);
    }

    /// <summary>A channel's array grows with its longest queue so far: better now than under load.</summary>
    private static void GrowToCapacity(Channel<ShardWork> channel)
    {
        while (channel.Writer.TryWrite(default))
        {
        }

        while (channel.Reader.TryRead(out _))
        {
        }
    }

    private void Loop()
    {
        if (ProcessorAffinity.TryBind(_processor))
        {
            _boundTo = _processor;
        }

        while (true)
        {
            int rings = _doorbell.Rings;
            bool worked = ProcessBatch() | RunMailboxes();
            if (Outbound.HasHeld)
            {
                Walk(_nothing, PathDirection.Outbound);
            }

            if (Inbound.HasHeld)
            {
                Walk(_nothing, PathDirection.Inbound);
            }

            if (worked)
            {
                continue;
            }

            if (_stopping)
            {
                return;
            }

            if (!_doorbell.Watch(rings, _spin))
            {
                Rest();
            }
        }
    }

    private bool ProcessBatch()
    {
        _busy = true;
        bool any = _packets.Reader.TryRead(out ShardWork work);
        if (any)
        {
            Walk(work.Batch, work.Direction);
            _batches.Return(work.Batch);
        }

        _busy = false;
        return any;
    }

    private void Walk(PacketBatch batch, PathDirection direction)
    {
        TimeSpan now = _time.GetElapsedTime(0);
        if (direction == PathDirection.Outbound)
        {
            Outbound.Process(batch, now);
        }
        else
        {
            Inbound.Process(batch, now);
        }
    }

    private bool RunMailboxes()
    {
        int runs = 0;
        while (runs < MailboxesBetweenBatches && _mailboxes.Reader.TryRead(out IRunnable? mailbox))
        {
            mailbox.Run();
            runs++;
        }

        return runs > 0;
    }

    private void Rest()
    {
        _doorbell.Announce();
        if (_packets.Reader.TryPeek(out _) || _mailboxes.Reader.TryPeek(out _) || _stopping)
        {
            _doorbell.Withdraw();
            return;
        }

        _doorbell.Sleep(IdleSleep);
        // Even without packets the clock goes on for datagrams that wait for fragments.
        Walk(_nothing, PathDirection.Outbound);
        Walk(_nothing, PathDirection.Inbound);
    }
}
