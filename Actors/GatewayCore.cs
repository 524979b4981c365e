using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Pipeline.Actors.Sa;
using Pipeline.Actors.Sharding;
using Pipeline.Crypto;
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
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private readonly Shard[] _shards;
    private readonly PortReader[] _readers;
    private readonly PortSender[] _senders;
    private readonly ActorSystem _system;
    private readonly IActorRef _supervisor;
    private bool _disposed;

    private GatewayCore(
        Shard[] shards, PortReader[] readers, PortSender[] senders, ActorSystem system, IActorRef supervisor, PolicyDatabase policy)
    {
        (_shards, _readers, _senders, _system, _supervisor) = (shards, readers, senders, system, supervisor);
        Policy = policy;
    }

    /// <summary>The policy; publish to it at any time.</summary>
    public PolicyDatabase Policy { get; }

    /// <summary>Chooses SPIs for inbound SAs so that their packets find their shard.</summary>
    public SpiAllocator Spis { get; } = new(SystemRandomSource.Instance);

    /// <summary>Shards that run.</summary>
    public int ShardCount => _shards.Length;

    /// <summary>Starts a gateway between two ports.</summary>
    /// <param name="options">Shards and bounds.</param>
    /// <param name="inner">Where local hosts are.</param>
    /// <param name="outer">Where the other gateways are.</param>
    /// <param name="pool">Buffers for packets that the gateway makes itself (dummies); null for none.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public static GatewayCore Start(
        CoreOptions options, IPacketPort inner, IPacketPort outer, PacketPool? pool = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        time ??= TimeProvider.System;
        int shardCount = options.EffectiveShardCount;
        var policy = new PolicyDatabase(SecurityPolicy.BlockAll);
        var directory = new ShardDirectory();
        // Each shard's channel full, one batch being walked and one being filled by each thread that can post to it.
        int batchCount = shardCount * (options.Shard.QueueBatches + shardCount + 4);
        var batches = new PacketBatchPool(batchCount, options.Shard.Path.BatchPackets);
        PortSender[] senders = [new(inner), new(outer)];
        var shards = new Shard[shardCount];
        for (int index = 0; index < shardCount; index++)
        {
            var neighbours = shardCount == 1 ? null : new ShardNeighbours(index, shards, directory, batches);
            var toInner = new BatchWriter(senders[0].Send, options.Shard.Path.BatchPackets);
            var toOuter = new BatchWriter(senders[1].Send, options.Shard.Path.BatchPackets);
            shards[index] = new Shard(index, options.Shard, policy, toInner, toOuter, batches, neighbours, time, pool);
        }

        PortReader Reader(string name, IPacketPort port, PathDirection direction) => new(
            name, port, new ShardedDispatcher(shards, directory, batches, direction), options.Shard.Path.BatchPackets);
        PortReader[] readers =
            [Reader("inner-port", inner, PathDirection.Outbound), Reader("outer-port", outer, PathDirection.Inbound)];
        Array.ForEach(shards, shard => shard.Start());
        ActorSystem system = StartActors(shards, directory, time, out IActorRef supervisor);
        Array.ForEach(readers, reader => reader.Start());
        return new GatewayCore(shards, readers, senders, system, supervisor, policy);
    }

    /// <summary>Puts an SA into service on its home shard.</summary>
    /// <param name="parameters">The SA; its secrets are erased when it is retired.</param>
    /// <param name="shard">The shard; null for the one that its SPI, or its bundle's AH SPI, says.</param>
    /// <param name="cancellation">Ends the wait, not the installation.</param>
    /// <returns>The SA's actor: ask it <see cref="QuerySa"/>, tell it <see cref="RetireSa"/>.</returns>
    /// <exception cref="InvalidOperationException">Another SA has the SPI; the message says which.</exception>
    public async Task<IActorRef> InstallAsync(
        SaParameters parameters, int? shard = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int home = shard ?? SpiAllocator.HomeShard(parameters.Spi, ShardCount);
        object answer = await _supervisor
            .Ask(new InstallSa(parameters, home), AnswerLimit, cancellation)
            .ConfigureAwait(false);
        return answer switch
        {
            SaInstalled installed => installed.Actor,
            SaRefused refused => throw new InvalidOperationException($"SA {parameters.Name}: {refused.Why}."),
            _ => throw new InvalidOperationException($"SA {parameters.Name}: unexpected answer {answer.GetType().Name}."),
        };
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

    /// <summary>Stops reading, lets the shards finish what they have, retires every SA and erases its keys.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Array.ForEach(_readers, reader => reader.Dispose());
        await _system.Terminate().ConfigureAwait(false);
        Array.ForEach(_shards, shard => shard.Dispose());
    }

    private static ActorSystem StartActors(
        Shard[] shards, ShardDirectory directory, TimeProvider time, out IActorRef supervisor)
    {
        var setup = new ShardSetup(shards);
        Config config = ConfigurationFactory.ParseString(
            setup.ToConfiguration() + "akka { loglevel = WARNING, stdout-loglevel = WARNING, log-dead-letters = off }");
        ActorSystem system = ActorSystem.Create("pipeline", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), setup));
        supervisor = system.ActorOf(Props.Create(() => new SaSupervisor(setup, directory, time)), "sas");
        return system;
    }

    private sealed class FactListener<TFact> : ReceiveActor
    {
        public FactListener(Action<TFact> handler) => Receive(handler);
    }
}
