using Akka.Configuration;
using Akka.Dispatch;

namespace Pipeline.Actors.Sharding;

/// <summary>Finds the shard for a dispatcher named in Akka's configuration, through the <see cref="ShardSetup"/> of the system.</summary>
public sealed class ShardDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly ShardAkkaDispatcher _dispatcher;

    /// <summary>Called by Akka, once for each dispatcher.</summary>
    /// <param name="config">The dispatcher's section; <c>shard</c> is the number.</param>
    /// <param name="prerequisites">The system's parts.</param>
    public ShardDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(prerequisites);
        ShardSetup setup = prerequisites.Settings.Setup.Get<ShardSetup>().Value;
        _dispatcher = new ShardAkkaDispatcher(this, setup.Shards[config.GetInt("shard")]);
    }

    /// <inheritdoc/>
    public override MessageDispatcher Dispatcher() => _dispatcher;
}
