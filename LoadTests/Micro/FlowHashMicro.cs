using BenchmarkDotNet.Attributes;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Micro;

/// <summary>What does it cost to hash a flow?</summary>
public class FlowHashMicro
{
    private readonly FlowKey _flow = FlowKeys.Random(1)[0];

    /// <summary>One flow.</summary>
    [Benchmark]
    public ulong Hash() => FlowHash.Of(_flow);
}
