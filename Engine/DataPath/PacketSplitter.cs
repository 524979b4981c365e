using Pipeline.Engine.Encapsulation.Fragments;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>Fragments packets that do not fit, and drops those that cannot be fragmented.</summary>
/// <param name="firstIdentification">Where the identifications of IPv6 fragments begin.</param>
/// <param name="drops">Counts what is dropped.</param>
internal sealed class PacketSplitter(uint firstIdentification, DropCounters drops)
{
    private uint _identification = firstIdentification;

    /// <summary>Splits a packet.</summary>
    /// <param name="packet">Taken over.</param>
    /// <param name="ip">Its header.</param>
    /// <param name="room">The longest piece, in bytes.</param>
    /// <param name="pieces">Empty; receives the pieces, which are the caller's.</param>
    /// <returns>False when the packet was dropped.</returns>
    public bool TrySplit(PacketBuffer packet, in IpPacket ip, int room, PacketBatch pieces)
    {
        DropReason reason = Fragmentation.Split(packet, ip, room, ++_identification, packet.Pool, pieces);
        if (reason != DropReason.None)
        {
            drops.Drop(packet, reason);
            return false;
        }

        PacketPool.Return(packet);
        return true;
    }
}
