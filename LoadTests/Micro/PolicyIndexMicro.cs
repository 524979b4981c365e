using BenchmarkDotNet.Attributes;
using Pipeline.LoadTests.Rig.Shards;

namespace Pipeline.LoadTests.Micro;

/// <summary>What does it cost to classify the first packets of 256 flows behind many filters?</summary>
public class PolicyIndexMicro
{
    private PolicyWork _work = null!;

    /// <summary>Filters that match nothing.</summary>
    [Params(10, 1000, 10_000)]
    public int Filters { get; set; }

    /// <summary>Compiles the policy.</summary>
    [GlobalSetup]
    public void SetUp() => _work = new PolicyWork(Filters);

    /// <summary>256 flows.</summary>
    [Benchmark(OperationsPerInvoke = 256)]
    public void Classify() => _work.Run();
}
