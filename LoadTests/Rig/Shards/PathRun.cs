using Pipeline.Actors.Sharding;
using Pipeline.Crypto.Kernels;
using Pipeline.LoadTests.Rig.Baselines;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>Measures the path of one shard for one load, beside its baselines.</summary>
internal static class PathRun
{
    private const double BitsPerByte = 8;

    /// <summary>Measures good packets.</summary>
    public static PathRow Measure(PathLoad load, RoundPlan plan)
    {
        List<IMeasured> works = [WorkOf(load), .. BaselineSet.For(load.Suite, load.Size, load.Direction, load.Buffers)];
        try
        {
            return RowOf(load.NewFlows ? "new flows" : "path", load, RoundRobin.Measure(works, plan));
        }
        finally
        {
            works.ForEach(work => work.Dispose());
        }
    }

    /// <summary>Measures good outbound packets on several shards with their threads; times are of one shard's packet.</summary>
    public static PathRow MeasureShards(PathLoad load, int shards, RoundPlan plan)
    {
        double rate = ShardRun.MeasureRate(load, shards, plan.Rounds, plan.WarmUp).ByWall;
        IReadOnlyList<IMeasured> works = BaselineSet.For(load.Suite, load.Size, load.Direction, load.Buffers);
        try
        {
            var path = new Measurement("path", 1e9 * shards / rate, double.NaN, double.NaN, double.NaN, CyclesPerPacket: null);
            return RowOf("shards", load, [path, .. RoundRobin.Measure(works, plan)]) with
            {
                Shards = shards,
                PacketsPerSecond = Math.Round(rate),
                GigabitsPerSecond = Math.Round(load.Size * BitsPerByte * rate / 1e9, 3),
            };
        }
        finally
        {
            Array.ForEach([.. works], work => work.Dispose());
        }
    }

    /// <summary>Measures forged packets beside good ones.</summary>
    public static PathRow MeasureForged(PathLoad load, RoundPlan plan)
    {
        using var good = new InboundWork(new OneShard(load));
        using var forged = new InboundWork(new OneShard(load), isForged: true);
        IReadOnlyList<Measurement> measured = RoundRobin.Measure([forged, good], plan);
        return RowOf("forged", load, measured) with
        {
            RatioToGood = Figure.Rounded(measured[0].Nanoseconds / measured[1].Nanoseconds),
        };
    }

    /// <summary>The path of a load as work to measure.</summary>
    public static IMeasured WorkOf(PathLoad load)
    {
        var shard = new OneShard(load);
        return load.Direction == PathDirection.Outbound ? new OutboundWork(shard) : new InboundWork(shard);
    }

    private static PathRow RowOf(string name, PathLoad load, IReadOnlyList<Measurement> measured)
    {
        Measurement path = measured[0];
        double? TimeOf(string work) => measured.FirstOrDefault(other => other.Name == work)?.Nanoseconds;
        double? ipsecMb = TimeOf(BaselineNames.IpsecMb);
        double? kernel = TimeOf(BaselineNames.Kernel);
        return new PathRow
        {
            Case = name,
            Suite = load.Suite.Name,
            Size = load.Size,
            Direction = load.Direction == PathDirection.Outbound ? "out" : "in",
            Shards = 1,
            Sas = load.SaCount,
            Flows = load.FlowCount,
            Rules = load.RuleCount,
            Kernel = KernelChoice.Name,
            NanosecondsPerPacket = Math.Round(path.Nanoseconds, 3),
            P10Nanoseconds = Figure.Rounded(path.P10),
            P90Nanoseconds = Figure.Rounded(path.P90),
            PacketsPerSecond = Math.Round(1e9 / path.Nanoseconds),
            GigabitsPerSecond = Math.Round(load.Size * BitsPerByte / path.Nanoseconds, 3),
            AllocatedBytesPerPacket = Figure.Rounded(path.AllocatedBytes),
            CyclesPerByte = Figure.Rounded(path.CyclesPerPacket / load.Size),
            BaselineDotnetNanoseconds = Figure.Rounded(TimeOf(BaselineNames.Dotnet)),
            BaselineOpensslNanoseconds = Figure.Rounded(TimeOf(BaselineNames.Openssl)),
            BaselineIpsecMbNanoseconds = Figure.Rounded(ipsecMb),
            RatioToIpsecMb = Figure.Rounded(path.Nanoseconds / ipsecMb),
            KernelNanoseconds = Figure.Rounded(kernel),
            KernelRatioToIpsecMb = Figure.Rounded(kernel / ipsecMb),
        };
    }
}
