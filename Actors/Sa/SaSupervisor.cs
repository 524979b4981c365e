using Akka.Actor;
using Pipeline.Actors.Sharding;

namespace Pipeline.Actors.Sa;

/// <summary>Parent of every <see cref="SaActor"/>. One that fails is stopped, alone, and never restarted.</summary>
/// <remarks>Restarting would begin the sequence numbers anew under the same key: a reused nonce. The SA is negotiated anew instead.</remarks>
public sealed class SaSupervisor : ReceiveActor
{
    private readonly ShardSetup _setup;
    private readonly ShardDirectory _directory;
    private readonly TimeProvider _time;

    /// <param name="setup">The shards.</param>
    /// <param name="directory">Where other threads find the shard of an SA.</param>
    /// <param name="time">The clock for lifetimes in seconds.</param>
    public SaSupervisor(ShardSetup setup, ShardDirectory directory, TimeProvider time)
    {
        (_setup, _directory, _time) = (setup, directory, time);
        Receive<InstallSa>(Install);
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new StopAndTell();

    private void Install(InstallSa order)
    {
        Shard shard = _setup.Shards[order.Shard];
        IActorRef requester = Sender;
        Props props = Props
            .CreateBy(new SaActorProducer(() => new SaActor(order.Parameters, shard, _directory, _time, requester)))
            .WithDispatcher(ShardSetup.DispatcherOf(order.Shard));
        Context.ActorOf(props);
    }

    /// <summary>Stops the child that failed and publishes <see cref="SaFailed"/>.</summary>
    private sealed class StopAndTell() : OneForOneStrategy(_ => Directive.Stop)
    {
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
