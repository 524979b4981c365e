using BenchmarkDotNet.Attributes;
using Pipeline.LoadTests.Rig.Shards;

namespace Pipeline.LoadTests.Micro;

/// <summary>What does it cost to find a known flow among many?</summary>
public class FlowCacheMicro
{
    private FlowCacheWork _work = null!;

    /// <summary>Flows that are asked for in turn.</summary>
    [Params(64, 4096)]
    public int Flows { get; set; }

    /// <summary>Fills the cache.</summary>
    [GlobalSetup]
    public void SetUp() => _work = new FlowCacheWork(Flows);

    /// <summary>All flows once.</summary>
    [Benchmark]
    public void FindAll() => _work.Run();
}
