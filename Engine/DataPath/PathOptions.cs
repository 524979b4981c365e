namespace Pipeline.Engine.DataPath;

/// <summary>The bounds of one path of one shard.</summary>
public sealed record PathOptions
{
    /// <summary>Packets that the cipher works on at once.</summary>
    public int BatchPackets { get; init; } = 64;

    /// <summary>Flows whose decision is remembered.</summary>
    public int FlowCacheEntries { get; init; } = 4096;

    /// <summary>Datagrams that wait for fragments at once.</summary>
    public int ReassemblyDatagrams { get; init; } = 64;

    /// <summary>How long a datagram waits for its fragments.</summary>
    public TimeSpan ReassemblyTimeout { get; init; } = TimeSpan.FromSeconds(15);
}
