using Pipeline.Actors.Ike.Transport;
using System.Diagnostics;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Pipeline.Actors.Ike;
using Pipeline.Actors.Policy;
using Pipeline.Actors.Sa;
using Pipeline.Actors.Sharding;
using Pipeline.Crypto;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Sa;

namespace Pipeline.Actors;

/// <summary>The gateway as a part of your process: two ports, a policy, SAs; everything else is inside.</summary>
/// <remarks>
/// <code>
/// inner port --reader--> dispatcher --> shards (OutboundPath) --> outer port
/// inner port &lt;-- shards (InboundPath) &lt;-- dispatcher &lt;--reader-- outer port
/// </code>
/// <see cref="Start"/> makes the threads; <see cref="DisposeAsync"/> stops them and erases every key. The ports stay
/// the caller's.
/// </remarks>
public sealed class GatewayCore : IAsyncDisposable
{
    private static readonly TimeSpan FinishLimit = TimeSpan.FromSeconds(2);

    private const int SmallestPool = 1 << 14;
    private const int LargestPool = 1 << 24;

    /// <summary>Akka would write to the standard output, which belongs to the host; what fails is published as <see cref="SaFailed"/>.</summary>
    private const string QuietAkka = "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }";

    private readonly Shard[] _shards;
    private readonly PortReader[] _readers;
    private readonly PortSender[] _senders;
    private readonly ActorSystem _system;
    private readonly SaInstaller _installer;
    private readonly NegotiatingCore? _negotiating;
    private bool _disposed;

    private GatewayCore(
        Shard[] shards,
        PortReader[] readers,
        PortSender[] senders,
        PolicyDatabase policy,
        ShardDirectory directory,
        TimeProvider time,
        IkeAccess? ike,
        NegotiationRequests requests,
        SpiAllocator spiAllocator)
    {
        (_shards, _readers, _senders, Policy, Spis) = (shards, readers, senders, policy, spiAllocator);
        _system = StartActors(shards, directory, Spis, time, out IActorRef supervisor);
        _installer = new SaInstaller(supervisor, shards.Length);
        if (ike is not null)
        {
            var spis = new IkeSpis(SystemRandomSource.Instance, Spis, shards.Length);
            var around = new IkeSurroundings(
                ike.Transport, _installer, spis, Spis, SystemRandomSource.Instance, time, shards.Length, ike.Limits);
            _negotiating = new NegotiatingCore(_system, around, policy, requests, ike.Inbox, ike.Addresses);
            if (ike.PolicyListener is { } listener)
            {
                Subscribe(listener);
            }
        }
    }

    /// <summary>The half that negotiates: connections, IKE SAs, orders; null when the gateway was started without IKE.</summary>
    public NegotiatingCore? Ike => _negotiating;

    /// <summary>The policy; publish to it at any time.</summary>
    public PolicyDatabase Policy { get; }

    /// <summary>Chooses SPIs for inbound SAs so that their packets find their shard.</summary>
    public SpiAllocator Spis { get; }

    /// <summary>Shards that run.</summary>
    public int ShardCount => _shards.Length;

    /// <summary>Makes the pool that the ports of a gateway fill their packets from.</summary>
    /// <param name="options">How many buffers, and how long.</param>
    public static PacketPool CreatePool(GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new PacketPool(EffectivePoolPackets(options.Shards), options.Shards.MaximumPacketLength);
    }

    /// <summary>Starts a gateway between two ports, installs its static SAs and publishes its policy.</summary>
    /// <param name="options">Shards and their bounds, SAs, policy.</param>
    /// <param name="inner">Where local hosts are.</param>
    /// <param name="outer">Where the other gateways are.</param>
    /// <param name="pool">Buffers for packets that the gateway makes itself (dummies); null for none.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="ike">Where IKE messages come and go; null for SAs set by hand only.</param>
    /// <exception cref="InvalidOperationException">
    /// Two SAs have the same SPI, or a thread is to run on a processor that is not there; the message says which. Nothing is left running.
    /// </exception>
    public static async Task<GatewayCore> StartAsync(
        GatewayOptions options,
        IPacketPort inner,
        IPacketPort outer,
        PacketPool? pool = null,
        TimeProvider? time = null,
        IkeAccess? ike = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        GatewayCore core = Start(options.Shards, inner, outer, pool, time, ike);
        try
        {
            await core.InstallAsync(options.SecurityAssociations).ConfigureAwait(false);
        }
        catch
        {
            await core.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        if (core.Ike is { } negotiating)
        {
            await negotiating.UseAsync(options.Policy, options.Connections).ConfigureAwait(false);
        }
        else
        {
            core.Policy.Publish(options.Policy);
        }

        return core;
    }

    /// <summary>Starts a gateway between two ports, with no SA and a policy that blocks everything.</summary>
    /// <param name="options">Shards and bounds.</param>
    /// <param name="inner">Where local hosts are.</param>
    /// <param name="outer">Where the other gateways are.</param>
    /// <param name="pool">Buffers for packets that the gateway makes itself (dummies); null for none.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="ike">Where IKE messages come and go; null for SAs set by hand only.</param>
    /// <exception cref="InvalidOperationException">A thread is to run on a processor that is not there. Nothing is left running.</exception>
    public static GatewayCore Start(
        ShardOptions options,
        IPacketPort inner,
        IPacketPort outer,
        PacketPool? pool = null,
        TimeProvider? time = null,
        IkeAccess? ike = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ProcessorAffinity.Check("shards.affinity", options.Affinity);
        ProcessorAffinity.Check("shards.readerAffinity", options.ReaderAffinity);
        SelfTest.RunOnce();
        time ??= TimeProvider.System;
        int shardCount = EffectiveShardCount(options);
        var policy = new PolicyDatabase(SecurityPolicy.BlockAll);
        var directory = new ShardDirectory();
        // Each shard's channel full, one batch being walked and one being filled by each thread that can post to it.
        int batchCount = shardCount * (options.QueueBatches + shardCount + 4);
        var batches = new PacketBatchPool(batchCount, options.BatchPackets);
        PortSender[] senders = [new(inner), new(outer)];
        var requests = new NegotiationRequests();
        var spis = new SpiAllocator(SystemRandomSource.Instance);
        var shards = new Shard[shardCount];
        for (int index = 0; index < shardCount; index++)
        {
            var neighbours = shardCount == 1 ? null : new ShardNeighbours(index, shards, directory, batches);
            var toInner = new BatchWriter(senders[0].Send, options.BatchPackets);
            var toOuter = new BatchWriter(senders[1].Send, options.BatchPackets);
            shards[index] = new Shard(
                index, options, policy, toInner, toOuter, batches, neighbours, time, pool, ike is null ? null : requests, ike is null ? null : spis);
        }

        PortReader Reader(int index, IPacketPort port, PathDirection direction) => new(
            index, port, new ShardedDispatcher(shards, directory, batches, direction), options);
        PortReader[] readers = [Reader(0, inner, PathDirection.Outbound), Reader(1, outer, PathDirection.Inbound)];
        Array.ForEach(shards, shard => shard.Start());
        var core = new GatewayCore(shards, readers, senders, policy, directory, time, ike, requests, spis);
        Array.ForEach(readers, reader => reader.Start());
        return core;
    }

    /// <summary>Puts an SA into service on its home shard.</summary>
    /// <param name="parameters">The SA; its secrets are erased when it is retired.</param>
    /// <param name="shard">The shard; null for the one that its SPI, or its bundle's AH SPI, says.</param>
    /// <param name="cancellation">Ends the wait, not the installation.</param>
    /// <returns>The SA's actor: ask it <see cref="QuerySa"/>, tell it <see cref="RetireSa"/>.</returns>
    /// <exception cref="InvalidOperationException">Another SA has the SPI; the message says which.</exception>
    public Task<IActorRef> InstallAsync(
        SaParameters parameters, int? shard = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int home = shard ?? SpiAllocator.HomeShard(parameters.Spi, ShardCount);
        ArgumentOutOfRangeException.ThrowIfNegative(home, nameof(shard));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(home, ShardCount, nameof(shard));
        return _installer.InstallAsync(parameters, home, cancellation);
    }

    /// <summary>Puts many SAs into service, many at a time; each on the shard that its SPI, or its bundle's AH SPI, says.</summary>
    /// <param name="parameters">The SAs.</param>
    /// <param name="cancellation">Ends the wait. Up to 512 SAs that are ordered by then still come into service; none is ordered after it.</param>
    /// <returns>Their actors, in the same order.</returns>
    /// <exception cref="InvalidOperationException">At least one was refused; the message says the first. All others are in service.</exception>
    public Task<IReadOnlyList<IActorRef>> InstallAsync(
        IReadOnlyList<SaParameters> parameters, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return _installer.InstallAsync(parameters, cancellation);
    }

    /// <summary>Calls <paramref name="handler"/> for every fact of one kind: <see cref="SaExpired"/>, <see cref="SaFailed"/>, ...</summary>
    /// <typeparam name="TFact">The kind.</typeparam>
    /// <param name="handler">Runs on an actor's thread; must not block.</param>
    public void Subscribe<TFact>(Action<TFact> handler)
    {
        IActorRef listener = _system.ActorOf(Props.Create(() => new FactListener<TFact>(handler)));
        _system.EventStream.Subscribe(listener, typeof(TFact));
    }

    /// <summary>What every shard has done so far.</summary>
    public GatewayStatus Status() => GatewayStatus.Of(_shards, _readers, _senders);

    /// <summary>Tells the peers, stops reading, lets the shards finish what they have, retires every SA and erases its keys.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_negotiating is not null)
        {
            await _negotiating.EndAsync().ConfigureAwait(false);
            _negotiating.Dispose();
        }

        Array.ForEach(_readers, reader => reader.Dispose());
        await LetShardsFinishAsync().ConfigureAwait(false);
        await _system.Terminate().ConfigureAwait(false);
        // All threads end before any channel is drained: until then one shard may hand a batch to another.
        Array.ForEach(_shards, shard => shard.Stop());
        Array.ForEach(_shards, shard => shard.Dispose());
    }

    /// <summary>The number of shards that the options ask for: 0 means one a processor.</summary>
    public static int EffectiveShardCount(ShardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        int wanted = options.ShardCount == 0 ? Environment.ProcessorCount : options.ShardCount;
        return Math.Min(wanted, SpiAllocator.MaximumShardCount);
    }

    /// <summary>The number of packet buffers that the options ask for: 0 means twice what all channels hold, and 16,384 at least.</summary>
    /// <remarks>What full channels hold leaves as much again: a quarter of the pool for fragments, the rest for packets under way.</remarks>
    public static int EffectivePoolPackets(ShardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        long channels = (long)EffectiveShardCount(options) * options.QueueBatches * options.BatchPackets;
        return options.PoolPackets > 0 ? options.PoolPackets : (int)Math.Clamp(2 * channels, SmallestPool, LargestPool);
    }

    /// <summary>Waits until nothing is queued, at most <see cref="FinishLimit"/>: what is left then is given back, not sent.</summary>
    private async Task LetShardsFinishAsync()
    {
        long start = Stopwatch.GetTimestamp();
        while (Array.Exists(_shards, shard => !shard.IsIdle) && Stopwatch.GetElapsedTime(start) < FinishLimit)
        {
            await Task.Delay(1).ConfigureAwait(false);
        }
    }

    private static ActorSystem StartActors(
        Shard[] shards, ShardDirectory directory, SpiAllocator spis, TimeProvider time, out IActorRef supervisor)
    {
        var setup = new ShardSetup(shards);
        Config config = ConfigurationFactory.ParseString(
            setup.ToConfiguration() + QuietAkka);
        ActorSystem system = ActorSystem.Create("pipeline", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), setup));
        supervisor = system.ActorOf(Props.Create(() => new SaSupervisor(setup, directory, spis, time)), "sas");
        return system;
    }

    private sealed class FactListener<TFact> : ReceiveActor
    {
        public FactListener(Action<TFact> handler) => Receive(handler);
    }
}
