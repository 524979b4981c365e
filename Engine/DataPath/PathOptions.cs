using Pipeline.Engine.Encapsulation;

namespace Pipeline.Engine.DataPath;

/// <summary>The bounds of one path of one shard.</summary>
public sealed record PathOptions
{
    /// <summary>Packets that the cipher works on at once.</summary>
    public int BatchPackets { get; init; } = 64;

    /// <summary>Flows whose decision is remembered.</summary>
    public int FlowCacheEntries { get; init; } = 4096;

    /// <summary>Bounds for packets that wait for fragments.</summary>
    public ReassemblyLimits Reassembly { get; init; } = new();
}
