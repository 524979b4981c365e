using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.DataPath;

/// <summary>The other shards, as a path sees them: where to put a packet whose SA lives elsewhere.</summary>
public interface IShardNeighbours
{
    /// <summary>Tells whether another shard has these SAs.</summary>
    bool HasOutbound(string saName);

    /// <summary>Hands an outbound packet to the shard that has these SAs.</summary>
    /// <returns>False when no shard has them; the caller keeps the packet.</returns>
    bool TryHandOver(PacketBuffer packet, string saName);

    /// <summary>Hands an inbound packet, just reassembled, to the shard that has its SA.</summary>
    /// <returns>False when no other shard has it; the caller keeps the packet.</returns>
    bool TryHandOver(PacketBuffer packet, SaProtocol protocol, uint spi);

    /// <summary>Sends what was handed over: called once a batch.</summary>
    void Flush();
}
