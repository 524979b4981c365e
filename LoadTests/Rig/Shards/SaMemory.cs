using Pipeline.Actors;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Sa;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>What an SA costs in memory, with its actor, its parameters and its entries in tables.</summary>
internal static class SaMemory
{
    private const int InstallationsAtOnce = 256;

    /// <summary>Managed bytes of one of <paramref name="count"/> SAs in a gateway.</summary>
    public static async Task<double> MeasureAsync(PacketTransform suite, SaDirection direction, int count, CancellationToken cancellation)
    {
        (InMemoryPort inner, InMemoryPort hosts) = InMemoryPort.CreatePair(1);
        (InMemoryPort outer, InMemoryPort network) = InMemoryPort.CreatePair(1);
        var core = GatewayCore.Start(new ShardOptions { ShardCount = 1 }, inner, outer);
        await using (core.ConfigureAwait(false))
        {
            await InstallAsync(core, suite, direction, 0, 1, cancellation).ConfigureAwait(false);
            long before = GC.GetTotalMemory(forceFullCollection: true);
            await InstallAsync(core, suite, direction, 1, count, cancellation).ConfigureAwait(false);
            long after = GC.GetTotalMemory(forceFullCollection: true);
            hosts.Dispose();
            network.Dispose();
            return (double)(after - before) / count;
        }
    }

    private static async Task InstallAsync(
        GatewayCore core, PacketTransform suite, SaDirection direction, int first, int count, CancellationToken cancellation)
    {
        var waiting = new List<Task>(InstallationsAtOnce);
        for (int number = first; number < first + count; number++)
        {
            SaParameters outbound = SaPair.Outbound(number, suite);
            waiting.Add(core.InstallAsync(
                direction == SaDirection.Outbound ? outbound : SaPair.InboundOf(outbound), shard: 0, cancellation));
            if (waiting.Count == InstallationsAtOnce)
            {
                await Task.WhenAll(waiting).ConfigureAwait(false);
                waiting.Clear();
            }
        }

        await Task.WhenAll(waiting).ConfigureAwait(false);
    }
}
