using BenchmarkDotNet.Attributes;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Micro;

/// <summary>What does it cost to hash a flow?</summary>
public class FlowHashMicro
{
    private readonly FlowKey _flow = FlowKeys.Random(1)[0];

    /// <summary>The hash that chooses the shard.</summary>
    [Benchmark]
    public ulong OfShards() => FlowHash.Of(_flow);

    /// <summary>The hash that chooses a place in the flow cache.</summary>
    [Benchmark]
    public uint InMemory() => FlowHash.InMemory(_flow);
}
