using System.Buffers.Binary;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation;

/// <summary>A router's "packet too big" about a packet that we protected (RFC 4301 §8.2.1): which SA, and what would fit.</summary>
/// <param name="Protocol">ESP or AH: <see cref="IpProtocol.Esp"/> also for ESP behind UDP.</param>
/// <param name="Spi">SPI of the packet that was too big.</param>
/// <param name="Source">Its source, as quoted.</param>
/// <param name="Destination">Its destination, as quoted.</param>
/// <param name="Mtu">What fits, in bytes; 0 when an old router does not say.</param>
public readonly record struct PathMtuMessage(byte Protocol, uint Spi, IpAddress Source, IpAddress Destination, int Mtu)
{
    private const int AhSpiOffset = 4;

    /// <summary>Reads one from an arriving packet.</summary>
    /// <returns>False for any other packet. That the quoted packet is really ours is for the SA to say.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, in IpPacket ip, out PathMtuMessage message)
    {
        message = default;
        if (!IcmpPacketTooBig.TryRead(packet, ip, out uint mtu, out int quotedOffset, out IpPacket quoted))
        {
            return false;
        }

        int spiOffset = quotedOffset + quoted.PayloadOffset + quoted.Protocol switch
        {
            IpProtocol.Esp => 0,
            IpProtocol.Ah => AhSpiOffset,
            IpProtocol.Udp => UdpHeader.HeaderLength,
            _ => ip.TotalLength,
        };
        if (spiOffset + sizeof(uint) > ip.TotalLength)
        {
            return false;
        }

        uint spi = BinaryPrimitives.ReadUInt32BigEndian(packet[spiOffset..]);
        byte protocol = quoted.Protocol == IpProtocol.Ah ? IpProtocol.Ah : IpProtocol.Esp;
        message = new PathMtuMessage(
            protocol, spi, quoted.Source, quoted.Destination, (int)Math.Min(mtu, IpPacket.MaximumLength));
        return true;
    }
}
