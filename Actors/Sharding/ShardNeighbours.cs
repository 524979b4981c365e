using Pipeline.Engine.DataPath;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Sharding;

/// <summary>The other shards as one shard sees them; belongs to that shard's thread.</summary>
/// <remarks>A packet is never handed to its own shard, so it cannot go round in circles.</remarks>
internal sealed class ShardNeighbours(int self, Shard[] shards, ShardDirectory directory, PacketBatchPool batches)
    : IShardNeighbours
{
    private readonly BatchRouter _outbound = new(shards, batches);
    private readonly BatchRouter _inbound = new(shards, batches);

    /// <inheritdoc/>
    public bool HasOutbound(string saName, in FlowKey flow) => directory.TryFindOutbound(saName, flow, out int shard) && shard != self;

    /// <inheritdoc/>
    public bool TryHandOver(PacketBuffer packet, string saName, in FlowKey flow)
    {
        if (!directory.TryFindOutbound(saName, flow, out int shard) || shard == self)
        {
            return false;
        }

        _outbound.Add(packet, shard, PathDirection.Outbound);
        return true;
    }

    /// <inheritdoc/>
    public bool TryHandOver(PacketBuffer packet, SaProtocol protocol, uint spi)
    {
        if (!directory.TryFindInbound((byte)protocol, spi, out int shard) || shard == self)
        {
            return false;
        }

        _inbound.Add(packet, shard, PathDirection.Inbound);
        return true;
    }

    /// <inheritdoc/>
    public void Flush()
    {
        _outbound.Flush(PathDirection.Outbound);
        _inbound.Flush(PathDirection.Inbound);
    }
}
