using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration;

/// <summary>Sizes and bounds of the packet path. Every value is in the unit that its name ends with.</summary>
public sealed record ShardOptions
{
    /// <summary>Threads that own SAs: 1 to 256; 0 for one for each core.</summary>
    public int ShardCount { get; init; }

    /// <summary>Packets that walk together: 1 to 256.</summary>
    public int BatchPackets { get; init; } = 64;

    /// <summary>Batches that wait in front of a shard before packets are dropped: 1 to 65,536.</summary>
    public int QueueBatches { get; init; } = 64;

    /// <summary>Packet buffers of the whole process: 256 to 16,777,216; 0 for as many as keep shards apart, at least 16,384.</summary>
    public int PoolPackets { get; init; }

    /// <summary>The longest packet that a buffer takes, in bytes: 1280 (RFC 8200 §5) to 65,535.</summary>
    public int MaximumPacketLength { get; init; } = 9216;

    /// <summary>The replay window of SAs that do not say: a power of two, 64 to 65,536.</summary>
    public int ReplayWindowPackets { get; init; } = ReplayWindow.DefaultSize;

    /// <summary>Datagrams of one path that wait for fragments at once: 1 to 65,536.</summary>
    public int ReassemblyDatagrams { get; init; } = 64;

    /// <summary>How long a datagram waits for its fragments: 100 to 120,000 ms.</summary>
    public int ReassemblyTimeoutMilliseconds { get; init; } = 15_000;

    /// <summary>Flows of one path whose policy decision is remembered: 4 to 16,777,216.</summary>
    public int FlowCacheEntries { get; init; } = 4096;

    /// <summary>ICMP "too big" messages to senders, a second and shard at most: 0 to 1,000,000.</summary>
    public int IcmpPerSecond { get; init; } = 100;

    /// <summary>Processors for the shards' threads, dealt out in turn: shard i gets entry i modulo their number. Empty: the scheduler decides.</summary>
    public IReadOnlyList<int> Affinity { get; init; } = [];

    /// <summary>Processors for the threads that read the ports, inner first; as <see cref="Affinity"/>.</summary>
    public IReadOnlyList<int> ReaderAffinity { get; init; } = [];

    /// <summary>How long an idle thread of the packet path looks for work before it sleeps: 0 to 10,000 µs.</summary>
    public int SpinMicroseconds { get; init; }
}
