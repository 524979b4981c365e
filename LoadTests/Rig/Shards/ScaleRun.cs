using Pipeline.Actors.Sharding;
using Pipeline.Engine.Sa;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>Measures how costs grow with SAs, flows and filters.</summary>
internal static class ScaleRun
{
    private const int CachedFlows = 1024;

    /// <summary>A whole path over more and more SAs, a flow each, traffic at random.</summary>
    public static IReadOnlyList<ScaleRow> MeasureSas(
        CipherSuite suite, int size, PathDirection direction, int[] counts, RoundPlan plan)
    {
        List<IMeasured> works = [];
        try
        {
            foreach (int count in counts)
            {
                var shard = new OneShard(new PathLoad
                {
                    Suite = suite,
                    Size = size,
                    Direction = direction,
                    SaCount = count,
                    FlowCount = Math.Max(64, count),
                });
                shard.SendEveryFlowOnce();
                works.Add(direction == PathDirection.Outbound ? new OutboundWork(shard) : new InboundWork(shard));
            }

            return RowsOf($"SAs, {(direction == PathDirection.Outbound ? "out" : "in")}, {size} B", suite.Name, counts, RoundRobin.Measure(works, plan));
        }
        finally
        {
            works.ForEach(work => work.Dispose());
        }
    }

    /// <summary>Policy for the first packet of a flow behind more and more filters, and the flow cache for the next ones.</summary>
    public static IReadOnlyList<ScaleRow> MeasureFilters(int[] counts, RoundPlan plan)
    {
        List<IMeasured> works = [.. counts.Select(count => new PolicyWork(count)), new FlowCacheWork(CachedFlows)];
        IReadOnlyList<Measurement> measured = RoundRobin.Measure(works, plan);
        works.ForEach(work => work.Dispose());
        return
        [
            .. RowsOf("filters, first packet", Figure.None, counts, [.. measured.SkipLast(1)]),
            new ScaleRow
            {
                Case = "flow cache, known flow",
                Suite = Figure.None,
                Count = CachedFlows,
                NanosecondsPerPacket = Figure.Rounded(measured[^1].Nanoseconds),
            },
        ];
    }

    /// <summary>Memory of an SA in each direction.</summary>
    public static async Task<IReadOnlyList<ScaleRow>> MeasureMemoryAsync(CipherSuite suite, int count, CancellationToken cancellation)
    {
        var rows = new List<ScaleRow>();
        foreach (SaDirection direction in (SaDirection[])[SaDirection.Outbound, SaDirection.Inbound])
        {
            double bytes = await SaMemory.MeasureAsync(suite.Transform, direction, count, cancellation).ConfigureAwait(false);
            rows.Add(new ScaleRow
            {
                Case = direction == SaDirection.Outbound ? "memory, outbound SA" : "memory, inbound SA",
                Suite = suite.Name,
                Count = count,
                BytesPerSa = Figure.Rounded(bytes),
            });
        }

        return rows;
    }

    private static IReadOnlyList<ScaleRow> RowsOf(string name, string suite, int[] counts, IReadOnlyList<Measurement> measured) =>
    [
        .. counts.Select((count, index) => new ScaleRow
        {
            Case = name,
            Suite = suite,
            Count = count,
            NanosecondsPerPacket = Figure.Rounded(measured[index].Nanoseconds),
            RatioToSmallest = Figure.Rounded(measured[index].Nanoseconds / measured[0].Nanoseconds),
        }),
    ];
}
