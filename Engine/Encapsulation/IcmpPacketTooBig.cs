using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation;

/// <summary>
/// The message that tells a sender the path MTU: ICMP type 3 code 4 (RFC 1191 §4), ICMPv6 type 2 (RFC 4443 §3.2).
/// </summary>
/// <remarks>
/// <code>
/// | IP header | type, code, checksum | MTU | the front of the packet that was too big |
/// </code>
/// </remarks>
public static class IcmpPacketTooBig
{
    /// <summary>The smallest MTU that an IPv6 link may have; messages about less are not believed (RFC 8201 §4).</summary>
    public const int MinimumMtuIpv6 = 1280;

    /// <summary>The smallest MTU that an IPv4 link may have (RFC 791 §3.2).</summary>
    public const int MinimumMtuIpv4 = 68;

    // A message as long as this crosses every path: RFC 1812 §4.3.2.3 and RFC 4443 §3.2.
    private const int MaximumLengthIpv4 = 576;
    private const int MaximumLengthIpv6 = 1280;
    private const byte HopLimit = 64;

    // Precedence "internetwork control" (RFC 1812 §4.3.2.5).
    private const byte TypeOfService = 0xC0;

    /// <summary>Makes the message about a packet.</summary>
    /// <param name="packet">The packet that was too big.</param>
    /// <param name="ip">Its IP part.</param>
    /// <param name="source">The address that the message comes from; of the packet's family.</param>
    /// <param name="mtu">What fits, in bytes.</param>
    /// <param name="message">Becomes the message; anything but the buffer that holds <paramref name="packet"/>.</param>
    /// <returns>
    /// False, and <paramref name="message"/> unchanged, when no message may be sent: about an ICMP error or a message
    /// that may be one, a fragment that is not the first, a source that is not one host, an IPv4 multicast or broadcast
    /// destination (RFC 1122 §3.2.2, RFC 4443 §2.4); or when it does not fit the buffer.
    /// </returns>
    public static bool TryWrite(
        ReadOnlySpan<byte> packet, in IpPacket ip, in IpAddress source, int mtu, PacketBuffer message)
    {
        int ipLength = ip.IsIpv6 ? Ipv6Header.Length : Ipv4Header.MinimumLength;
        int headersLength = ipLength + IcmpMessage.HeaderLength;
        int maximumLength = ip.IsIpv6 ? MaximumLengthIpv6 : MaximumLengthIpv4;
        int quotedLength = Math.Min(ip.TotalLength, maximumLength - headersLength);
        int length = headersLength + quotedLength;
        if (source.IsIpv6 != ip.IsIpv6 || !IsAllowedAbout(ip, packet) || length > message.Pool.MaximumPacketLength)
        {
            return false;
        }

        Span<byte> bytes = message.Reset(length);
        WriteIpHeader(bytes, source, ip.Source);
        Span<byte> icmp = bytes[ipLength..];
        packet[..quotedLength].CopyTo(icmp[IcmpMessage.HeaderLength..]);
        IcmpMessage header = ip.IsIpv6
            ? new IcmpMessage(IcmpMessage.PacketTooBigV6, 0, 0, (uint)mtu)
            : new IcmpMessage(
                IcmpMessage.DestinationUnreachableV4,
                IcmpMessage.FragmentationNeeded,
                0,
                (uint)Math.Min(mtu, ushort.MaxValue));
        header.Write(icmp);
        IcmpMessage.WriteChecksum(source, ip.Source, icmp);
        return true;
    }

    /// <summary>Reads an arriving message.</summary>
    /// <param name="packet">The packet that carries it.</param>
    /// <param name="ip">The IP part of <paramref name="packet"/>.</param>
    /// <param name="mtu">What fits, in bytes; 0 when an IPv4 router does not say (RFC 1191 §5).</param>
    /// <param name="quotedOffset">Where the quoted packet begins in <paramref name="packet"/>; its end may be missing.</param>
    /// <param name="quoted">The IP part of the quoted packet, its offsets counted from <paramref name="quotedOffset"/>.</param>
    /// <returns>
    /// False when it is another message, its checksum is wrong, the quoted packet cannot be read, or the MTU is one
    /// that no link may have.
    /// </returns>
    public static bool TryRead(
        ReadOnlySpan<byte> packet, in IpPacket ip, out uint mtu, out int quotedOffset, out IpPacket quoted)
    {
        mtu = 0;
        quotedOffset = ip.PayloadOffset + IcmpMessage.HeaderLength;
        quoted = default;
        ReadOnlySpan<byte> message = packet[ip.PayloadOffset..ip.TotalLength];
        byte protocol = ip.IsIpv6 ? IpProtocol.IcmpV6 : IpProtocol.IcmpV4;
        if (ip.Protocol != protocol || ip.IsFragment ||
            !IcmpMessage.TryRead(message, out IcmpMessage icmp) ||
            !icmp.TryReadMtu(ip.IsIpv6, out mtu) ||
            !IcmpMessage.IsChecksumValid(ip.Source, ip.Destination, message))
        {
            return false;
        }

        bool isPlausible = ip.IsIpv6 ? mtu >= MinimumMtuIpv6 : mtu is 0 or >= MinimumMtuIpv4;
        return isPlausible &&
            IpPacket.TryReadQuoted(message[IcmpMessage.HeaderLength..], out quoted) &&
            quoted.IsIpv6 == ip.IsIpv6;
    }

    private static bool IsAllowedAbout(in IpPacket ip, ReadOnlySpan<byte> packet)
    {
        bool isSourceOneHost = !ip.Source.IsMulticast && !ip.Source.IsUnspecified && !ip.Source.IsLimitedBroadcast;
        // ICMPv6 does report about multicast, so that path MTU discovery works for it (RFC 4443 §2.4 e.3).
        bool isDestinationOneHost = ip.IsIpv6 || (!ip.Destination.IsMulticast && !ip.Destination.IsLimitedBroadcast);
        if (ip.FragmentOffset != 0 || !isSourceOneHost || !isDestinationOneHost)
        {
            return false;
        }

        if (ip.Protocol != (ip.IsIpv6 ? IpProtocol.IcmpV6 : IpProtocol.IcmpV4))
        {
            return true;
        }

        return ip.PayloadLength > 0 && !IcmpMessage.IsError(ip.IsIpv6, packet[ip.PayloadOffset]);
    }

    private static void WriteIpHeader(Span<byte> packet, in IpAddress source, in IpAddress destination)
    {
        if (source.IsIpv6)
        {
            new Ipv6Header
            {
                PayloadLength = (ushort)(packet.Length - Ipv6Header.Length),
                NextHeader = IpProtocol.IcmpV6,
                HopLimit = HopLimit,
                Source = source,
                Destination = destination,
            }.Write(packet);
            return;
        }

        new Ipv4Header
        {
            TypeOfService = TypeOfService,
            TotalLength = (ushort)packet.Length,
            // Never fragmented, so that it needs no identification (RFC 6864 §4.1).
            DontFragment = true,
            TimeToLive = HopLimit,
            Protocol = IpProtocol.IcmpV4,
            Source = source,
            Destination = destination,
        }.Write(packet);
    }
}
