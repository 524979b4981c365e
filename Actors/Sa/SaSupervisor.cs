using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Pipeline.Actors.Sharding;
using Pipeline.Engine.Sa;

namespace Pipeline.Actors.Sa;

/// <summary>Parent of every <see cref="SaActor"/>. One that fails is stopped, alone, and never restarted.</summary>
/// <remarks>Restarting would begin the sequence numbers anew under the same key: a reused nonce. The SA is negotiated anew instead.</remarks>
public sealed class SaSupervisor : ReceiveActor
{
    private readonly SpiAllocator _spis;
    private readonly HashSet<SaIdentity> _inService = [];
    private readonly Props[] _actors;
    private long _count;

    /// <param name="setup">The shards.</param>
    /// <param name="directory">Where other threads find the shard of an SA.</param>
    /// <param name="spis">Learns which inbound SPIs are in use, and when they are free again.</param>
    /// <param name="time">The clock for lifetimes in seconds.</param>
    public SaSupervisor(ShardSetup setup, ShardDirectory directory, SpiAllocator spis, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _spis = spis;
        _actors = [.. setup.Shards.Select(shard => Props
            .CreateBy(new ActorProducer<SaActor>(() => new SaActor(shard, directory, time)))
            .WithDispatcher(ShardSetup.DispatcherOf(shard.Index))
            .WithMailbox(ShardSetup.SaMailboxName))];
        Receive<InstallSa>(Install);
        Receive<SaGone>(Forget);
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy()
    {
        EventStream facts = Context.System.EventStream;
        return new StopAndTell((child, cause) => facts.Publish(new SaFailed(child.Path.Name, cause.Message)));
    }

    private void Install(InstallSa order)
    {
        SaParameters sa = order.Parameters;
        // On any shard: the same SA twice would use each nonce twice.
        if (!_inService.Add(SaIdentity.Of(sa)))
        {
            Sender.Tell(new SaRefused(sa, $"an SA with SPI 0x{sa.Spi:x8} and the same protocol and direction is in service already"));
            return;
        }

        if (sa.Direction == SaDirection.Inbound)
        {
            // Taken already when the allocator itself chose it.
            _spis.TryTake(sa.Spi);
        }

        Context.ActorOf(_actors[order.Shard], ActorNameOf(sa)).Tell(new BeginSa(sa, Sender));
    }

    /// <summary>Comes last in an SA's life: who hears of its end here may install the same SPI at once.</summary>
    private void Forget(SaGone gone)
    {
        SaParameters sa = gone.Parameters;
        _inService.Remove(SaIdentity.Of(sa));
        if (sa.Direction == SaDirection.Inbound)
        {
            _spis.Release(sa.Spi);
        }

        if (gone.Refusal is { } why)
        {
            gone.Hearer.Tell(new SaRefused(sa, why));
            return;
        }

        var retired = new SaRetired(sa);
        gone.Hearer.Tell(retired);
        Context.System.EventStream.Publish(retired);
    }

    /// <summary>For logs; numbered, because two peers may choose the same SPI.</summary>
    private string ActorNameOf(SaParameters sa) =>
        string.Create(CultureInfo.InvariantCulture, $"{sa.Direction}-{sa.Protocol}-{sa.Spi:x8}-{++_count}");
}
