using Akka.Actor;
using Pipeline.Actors.Sharding;
using Pipeline.Engine.Sa;

namespace Pipeline.Actors.Sa;

/// <summary>Asks the <see cref="SaSupervisor"/> to put SAs into service, and waits for the answers.</summary>
internal sealed class SaInstaller(IActorRef supervisor, int shardCount)
{
    /// <summary>Orders on their way at once: enough to keep every shard busy, few enough that each is answered long before the limit.</summary>
    private const int OrdersAtOnce = 512;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>Puts one SA into service.</summary>
    /// <exception cref="InvalidOperationException">It was refused; the message says why.</exception>
    public async Task<IActorRef> InstallAsync(SaParameters sa, int shard, CancellationToken cancellation)
    {
        object answer = await supervisor.Ask(new InstallSa(sa, shard), AnswerLimit, cancellation).ConfigureAwait(false);
        return answer switch
        {
            SaInstalled installed => installed.Actor,
            SaRefused refused => throw new InvalidOperationException($"SA {sa.Name}: {refused.Why}."),
            _ => throw new InvalidOperationException($"SA {sa.Name}: unexpected answer {answer.GetType().Name}."),
        };
    }

    /// <summary>Puts many SAs into service; one that is refused does not keep the others from it.</summary>
    /// <exception cref="OperationCanceledException">The wait was ended; what was ordered by then still happens.</exception>
    /// <exception cref="InvalidOperationException">At least one was refused; the message is the first's.</exception>
    public async Task<IReadOnlyList<IActorRef>> InstallAsync(IReadOnlyList<SaParameters> sas, CancellationToken cancellation)
    {
        Dictionary<(SaDirection, string), uint> bundles = BundlesOf(sas);
        var actors = new List<IActorRef>(sas.Count);
        Exception? first = null;
        foreach (SaParameters[] some in sas.Chunk(OrdersAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            Task<IActorRef>[] orders = [.. some.Select(sa => InstallAsync(sa, HomeOf(sa, bundles), cancellation))];
            // All of them, before the first that fails ends this: a failure that nobody looks at is reported much later, out of nowhere.
            await ((Task)Task.WhenAll(orders)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (Task<IActorRef> order in orders)
            {
                try
                {
                    actors.Add(await order.ConfigureAwait(false));
                }
                catch (InvalidOperationException refused)
                {
                    first ??= refused;
                }
            }
        }

        return first is null ? actors : throw first;
    }

    /// <summary>The SPI of each bundle's AH, which is outside: arrivals are routed by it, and the bundle's ESP must be on the same shard.</summary>
    private static Dictionary<(SaDirection, string), uint> BundlesOf(IReadOnlyList<SaParameters> sas)
    {
        var spis = new Dictionary<(SaDirection, string), uint>();
        foreach (SaParameters sa in sas)
        {
            if (sa is { Bundle: { } bundle, Protocol: SaProtocol.Ah })
            {
                spis.TryAdd((sa.Direction, bundle), sa.Spi);
            }
        }

        return spis;
    }

    private int HomeOf(SaParameters sa, Dictionary<(SaDirection, string), uint> bundles)
    {
        uint spi = sa.Bundle is { } bundle && bundles.TryGetValue((sa.Direction, bundle), out uint ah) ? ah : sa.Spi;
        return SpiAllocator.HomeShard(spi, shardCount);
    }
}
