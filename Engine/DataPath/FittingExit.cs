using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>Sends protected packets, in fragments where one is longer than its path takes (RFC 4301 §8.1).</summary>
/// <param name="exit">The last station of the path.</param>
/// <param name="splitter">Cuts packets.</param>
/// <param name="drops">Counts what cannot be cut.</param>
internal sealed class FittingExit(PathExit exit, PacketSplitter splitter, DropCounters drops)
{
    private readonly PacketBatch _fragments = new();

    /// <summary>Takes a protected packet over.</summary>
    public void Send(PacketBuffer packet, OutboundBundle bundle)
    {
        if (packet.Length <= bundle.PathMtu)
        {
            exit.Send(packet);
            return;
        }

        Ipv4Header.ClearDontFragment(packet.Packet);
        if (!IpPacket.TryRead(packet.Packet, out IpPacket ip))
        {
            drops.Drop(packet, DropReason.Malformed);
        }
        else if (splitter.TrySplit(packet, ip, bundle.PathMtu, _fragments))
        {
            exit.SendAll(_fragments);
        }
    }
}
