using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>The other shards, as a path sees them: where to put a packet whose SA lives elsewhere.</summary>
public interface IShardNeighbours
{
    /// <summary>Tells whether another shard has SAs of this name that may carry this flow.</summary>
    bool HasOutbound(string saName, in FlowKey flow);

    /// <summary>Hands an outbound packet to the shard that has SAs of this name for its flow.</summary>
    /// <returns>False when no shard has them; the caller keeps the packet.</returns>
    bool TryHandOver(PacketBuffer packet, string saName, in FlowKey flow);

    /// <summary>Hands an inbound packet, just reassembled, to the shard that has its SA.</summary>
    /// <returns>False when no other shard has it; the caller keeps the packet.</returns>
    bool TryHandOver(PacketBuffer packet, SaProtocol protocol, uint spi);

    /// <summary>Sends what was handed over: called once a batch.</summary>
    void Flush();
}
