using System.Globalization;
using Akka.Actor;
using Akka.Actor.Internal;
using Pipeline.Actors.Sharding;
using Pipeline.Engine.Sa;

namespace Pipeline.Actors.Sa;

/// <summary>Parent of every <see cref="SaActor"/>. One that fails is stopped, alone, and never restarted.</summary>
/// <remarks>Restarting would begin the sequence numbers anew under the same key: a reused nonce. The SA is negotiated anew instead.</remarks>
public sealed class SaSupervisor : ReceiveActor
{
    private readonly ShardSetup _setup;
    private readonly ShardDirectory _directory;
    private readonly TimeProvider _time;
    private readonly Dictionary<IActorRef, SaIdentity> _inService = [];
    private long _count;

    /// <param name="setup">The shards.</param>
    /// <param name="directory">Where other threads find the shard of an SA.</param>
    /// <param name="time">The clock for lifetimes in seconds.</param>
    public SaSupervisor(ShardSetup setup, ShardDirectory directory, TimeProvider time)
    {
        (_setup, _directory, _time) = (setup, directory, time);
        Receive<InstallSa>(Install);
        Receive<Terminated>(gone => _inService.Remove(gone.ActorRef));
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new StopAndTell();

    private void Install(InstallSa order)
    {
        // On any shard: the same SA twice would use each nonce twice.
        var identity = SaIdentity.Of(order.Parameters);
        if (_inService.ContainsValue(identity))
        {
            Sender.Tell(new SaRefused(
                order.Parameters, $"an SA with SPI 0x{order.Parameters.Spi:x8} and the same protocol and direction is in service already"));
            return;
        }

        Shard shard = _setup.Shards[order.Shard];
        IActorRef requester = Sender;
        Props props = Props
            .CreateBy(new SaActorProducer(() => new SaActor(order.Parameters, shard, _directory, _time, requester)))
            .WithDispatcher(ShardSetup.DispatcherOf(order.Shard));
        IActorRef actor = Context.ActorOf(props, ActorNameOf(order.Parameters));
        _inService.Add(actor, identity);
        Context.Watch(actor);
    }

    /// <summary>For logs; numbered, because two peers may choose the same SPI.</summary>
    private string ActorNameOf(SaParameters sa) =>
        string.Create(CultureInfo.InvariantCulture, $"{sa.Direction}-{sa.Protocol}-{sa.Spi:x8}-{++_count}");

    /// <summary>Stops the child that failed and publishes <see cref="SaFailed"/>.</summary>
    private sealed class StopAndTell() : OneForOneStrategy(_ => Directive.Stop)
    {
        public override void ProcessFailure(
            IActorContext context,
            bool restart,
            IActorRef child,
            Exception cause,
            ChildRestartStats stats,
            IReadOnlyCollection<ChildRestartStats> children)
        {
            context.System.EventStream.Publish(new SaFailed(child.Path.Name, cause.Message));
            base.ProcessFailure(context, restart: false, child, cause, stats, children);
        }
    }

    /// <summary>Makes the actor without reflection over constructor arguments: they hold keys, which Akka must not log.</summary>
    private sealed class SaActorProducer(Func<SaActor> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(SaActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
