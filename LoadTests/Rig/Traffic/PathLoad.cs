using Pipeline.Actors.Sharding;

namespace Pipeline.LoadTests.Rig.Traffic;

/// <summary>What is asked of one shard: the packets, the SAs and the policy.</summary>
internal sealed record PathLoad
{
    /// <summary>The suite of every SA.</summary>
    public required CipherSuite Suite { get; init; }

    /// <summary>Bytes of the inner IP packet.</summary>
    public required int Size { get; init; }

    /// <summary>Which of the two paths.</summary>
    public PathDirection Direction { get; init; }

    /// <summary>SAs; traffic is spread over them at random.</summary>
    public int SaCount { get; init; } = 1;

    /// <summary>Flows; flow f belongs to SA f modulo <see cref="SaCount"/>.</summary>
    public int FlowCount { get; init; } = 64;

    /// <summary>Rules in front of those that protect, which match nothing of the traffic.</summary>
    public int RuleCount { get; init; } = 10;

    /// <summary>Packets that walk together.</summary>
    public int BatchPackets { get; init; } = 64;

    /// <summary>Packets of one turn, all in different buffers: the working set.</summary>
    public int Buffers { get; init; } = 256;

    /// <summary>True when every packet belongs to a flow that was never seen.</summary>
    public bool NewFlows { get; init; }

    /// <summary>Flows that the path remembers: room enough that hardly two of the traffic's push each other out.</summary>
    public int FlowCacheEntries => Math.Max(4096, 4 * FlowCount);
}
