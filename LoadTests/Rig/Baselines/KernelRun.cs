using Pipeline.Actors.Sharding;
using Pipeline.Crypto.Kernels;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>Measures every set of kernels of this machine beside its twins and ipsec-mb, on one suite and size.</summary>
internal static class KernelRun
{
    private const int Packets = 256;

    /// <summary>One row for each, best set first.</summary>
    public static IReadOnlyList<KernelRow> Measure(CipherSuite suite, int size, RoundPlan plan)
    {
        IReadOnlyList<Measurement> seals = Measure(suite, size, PathDirection.Outbound, plan);
        IReadOnlyList<Measurement> opens = Measure(suite, size, PathDirection.Inbound, plan);
        return [.. seals.Zip(opens, (seal, open) => new KernelRow
        {
            Suite = suite.Name,
            Size = size,
            Kernel = seal.Name,
            SealNanoseconds = Math.Round(seal.Nanoseconds, 3),
            OpenNanoseconds = Math.Round(open.Nanoseconds, 3),
            SealRatioToPortable = Ratio(seal, seals, KernelSets.Portable.Name),
            OpenRatioToPortable = Ratio(open, opens, KernelSets.Portable.Name),
            SealRatioToIpsecMb = Ratio(seal, seals, BaselineNames.IpsecMb),
            OpenRatioToIpsecMb = Ratio(open, opens, BaselineNames.IpsecMb),
        })];
    }

    private static IReadOnlyList<Measurement> Measure(CipherSuite suite, int size, PathDirection direction, RoundPlan plan)
    {
        CipherLoad Load() => new(suite, size, direction, Packets);
        List<IMeasured> works = [.. KernelSets.Supported.Select(set => new KernelWork(Load(), suite.On(set), set.Name))];
        if (BaselineSet.IpsecMb(suite, Load) is { } ipsecMb)
        {
            works.Add(ipsecMb);
        }

        try
        {
            return RoundRobin.Measure(works, plan);
        }
        finally
        {
            works.ForEach(work => work.Dispose());
        }
    }

    private static double? Ratio(Measurement of, IReadOnlyList<Measurement> all, string to) =>
        Figure.Rounded(of.Nanoseconds / all.FirstOrDefault(other => other.Name == to)?.Nanoseconds);
}
