using Akka.Dispatch;

namespace Pipeline.Actors.Sharding;

/// <summary>Makes Akka run an actor's mailbox on its shard's thread, between two batches: the second of the two doors.</summary>
/// <param name="configurator">What Akka made it with.</param>
/// <param name="shard">The shard.</param>
public sealed class ShardAkkaDispatcher(MessageDispatcherConfigurator configurator, Shard shard)
    : MessageDispatcher(configurator)
{
    /// <inheritdoc/>
    protected override void ExecuteTask(IRunnable run) => shard.Run(run);

    /// <inheritdoc/>
    protected override void Shutdown()
    {
        // The thread belongs to the shard, which outlives its actors.
    }
}
