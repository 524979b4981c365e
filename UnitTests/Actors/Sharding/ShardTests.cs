using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Pipeline.Actors.Sharding;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Actors.Sharding;

/// <summary>One thread, one bounded channel, and mailboxes that run on the same thread.</summary>
public sealed class ShardTests
{
    private static readonly PacketBatchPool Batches = new(64, 64);

    [Fact]
    public async Task Every_message_of_an_actor_is_handled_on_the_thread_of_its_shard()
    {
        Shard[] shards = [.. Enumerable.Range(0, 3).Select(index => NewShard(index, queueBatches: 4))];
        Array.ForEach(shards, shard => shard.Start());
        var setup = new ShardSetup(shards);
        using ActorSystem system = ActorSystem.Create("test", ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(setup.ToConfiguration())), setup));
        Props props = Props.Create(() => new ThreadNameActor()).WithDispatcher(ShardSetup.DispatcherOf(2));
        IActorRef actor = system.ActorOf(props);

        for (int message = 0; message < 100; message++)
        {
            Assert.Equal("shard-2", await CoreRig.AskAsync<string>(actor, "who"));
        }

        await system.Terminate();
        Array.ForEach(shards, shard => shard.Dispose());
    }

    [Fact]
    public void A_full_channel_refuses_and_the_caller_keeps_the_batch()
    {
        using Shard shard = NewShard(0, queueBatches: 2);

        Assert.True(shard.TryPost(Batches.TryRent()!, PathDirection.Outbound));
        Assert.True(shard.TryPost(Batches.TryRent()!, PathDirection.Inbound));
        Assert.False(shard.TryPost(Batches.TryRent()!, PathDirection.Outbound));
    }

    [Fact]
    public void Buffers_that_wait_in_the_channel_go_back_when_the_shard_is_disposed()
    {
        using var pool = new PacketPool(4, 100, trackLeaks: true);
        Shard shard = NewShard(0, queueBatches: 2);
        PacketBatch batch = Batches.TryRent()!;
        batch.TryAdd(pool.TryRent()!);
        shard.TryPost(batch, PathDirection.Outbound);

        shard.Dispose();

        Assert.Equal(0, pool.OutsideCount);
    }

    [Fact]
    public void Shows_the_processor_that_its_thread_is_bound_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "threads are bound on Linux only");
        int processor = ProcessorAffinityTests.AllowedProcessors()[^1];
        using Shard bound = NewShard(0, queueBatches: 1, options: new ShardOptions { Affinity = [processor] });
        using Shard free = NewShard(1, queueBatches: 1);

        bound.Start();
        free.Start();

        CoreRig.Await(() => bound.Processor == processor);
        Assert.Null(free.Processor);
    }

    internal static Shard NewShard(int index, int queueBatches, PacketBatchPool? batches = null, ShardOptions? options = null)
    {
        var sink = new BatchWriter(PacketPool.Return);
        return new Shard(
            index,
            (options ?? new ShardOptions()) with { QueueBatches = queueBatches },
            new PolicyDatabase(SecurityPolicy.BlockAll),
            sink,
            sink,
            batches ?? Batches,
            neighbours: null,
            TimeProvider.System);
    }

    private sealed class ThreadNameActor : ReceiveActor
    {
        public ThreadNameActor() => Receive<string>(_ => Sender.Tell(Thread.CurrentThread.Name!));
    }
}
