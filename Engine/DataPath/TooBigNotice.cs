using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>The gateway's answer to a host whose packet does not fit the path behind it (RFC 4301 §8.2.1).</summary>
internal static class TooBigNotice
{
    /// <summary>Makes the ICMP message.</summary>
    /// <param name="packet">The packet that is too big; it stays the caller's.</param>
    /// <param name="ip">Its IP part.</param>
    /// <param name="mtu">What fits, in bytes.</param>
    /// <param name="gateway">Our own address.</param>
    /// <returns>The message, the caller's; null when none may be sent about this packet, or the pool is empty.</returns>
    public static PacketBuffer? TryMake(PacketBuffer packet, in IpPacket ip, int mtu, in IpAddress gateway)
    {
        if (packet.Pool.TryRent() is not { } notice)
        {
            return null;
        }

        // Where the families differ, the gateway has no address of the sender's; the destination's reaches it too.
        IpAddress source = gateway.IsIpv6 == ip.IsIpv6 ? gateway : ip.Destination;
        if (IcmpPacketTooBig.TryWrite(packet.Packet, ip, source, mtu, notice))
        {
            return notice;
        }

        PacketPool.Return(notice);
        return null;
    }
}
