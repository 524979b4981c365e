using Pipeline.Engine.Packets;

namespace Pipeline.Actors.Sharding;

/// <summary>One batch in a shard's channel: the only message that packets cost.</summary>
/// <param name="Batch">The packets; owned by the channel, then by the shard.</param>
/// <param name="Direction">Which of the two paths it takes.</param>
public readonly record struct ShardWork(PacketBatch Batch, PathDirection Direction);
