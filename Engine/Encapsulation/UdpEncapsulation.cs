using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation;

/// <summary>The UDP header that carries ESP through NATs (RFC 3948 §2.1).</summary>
public static class UdpEncapsulation
{
    /// <summary>The port of IKE and ESP behind NATs, on both sides.</summary>
    public const ushort Port = 4500;

    /// <summary>Puts the UDP header in front of an ESP packet, with the checksum zero.</summary>
    public static void Prepend(PacketBuffer buffer, UdpEncapsulationPorts ports)
    {
        int length = buffer.Length + UdpHeader.HeaderLength;
        new UdpHeader(ports.Source, ports.Destination, (ushort)length, 0).Write(buffer.Prepend(UdpHeader.HeaderLength));
    }

    /// <summary>
    /// Fills in the checksum of a sealed packet over IPv6, where receivers may refuse zero (RFC 8200 §8.1). Over IPv4 it stays
    /// zero, as RFC 3948 §2.1 wants.
    /// </summary>
    /// <param name="packet">The complete packet: IPv6 header, UDP, ESP.</param>
    public static void WriteIpv6Checksum(Span<byte> packet)
    {
        if (IpPacket.TryRead(packet, out IpPacket ip) && ip.IsIpv6 && ip.Protocol == IpProtocol.Udp)
        {
            UdpHeader.WriteChecksum(ip.Source, ip.Destination, packet[ip.PayloadOffset..ip.TotalLength]);
        }
    }
}
