using Pipeline.Actors.Sharding;

namespace Pipeline.Actors;

/// <summary>What one shard has done since it started.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Protected">Packets that left its outbound path.</param>
/// <param name="ProtectedBytes">Their bytes.</param>
/// <param name="Unprotected">Packets that left its inbound path.</param>
/// <param name="UnprotectedBytes">Their bytes.</param>
/// <param name="Dropped">Packets dropped on both paths and at its channel.</param>
/// <param name="Refused">Those of them that its full channel refused.</param>
/// <param name="Processor">The processor that its thread is bound to; null when the scheduler decides.</param>
public sealed record ShardStatus(
    int Index,
    long Protected,
    long ProtectedBytes,
    long Unprotected,
    long UnprotectedBytes,
    long Dropped,
    long Refused,
    int? Processor)
{
    internal static ShardStatus Of(Shard shard) => new(
        shard.Index,
        shard.OutboundCounters.SentPackets,
        shard.OutboundCounters.SentBytes,
        shard.InboundCounters.SentPackets,
        shard.InboundCounters.SentBytes,
        shard.OutboundCounters.Drops.Total + shard.InboundCounters.Drops.Total + shard.Refused.Total,
        shard.Refused.Total,
        shard.Processor);
}
