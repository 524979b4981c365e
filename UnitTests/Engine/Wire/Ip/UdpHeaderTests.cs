using System.Buffers.Binary;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ip;

/// <summary>RFC 768.</summary>
public sealed class UdpHeaderTests
{
    [Theory]
    [InlineData(8, true)]
    [InlineData(18, true)]
    [InlineData(7, false)]
    [InlineData(19, false)]
    public void Accepts_only_a_length_that_fits(ushort length, bool isAccepted)
    {
        byte[] datagram = WirePackets.Udp(500, 4500, 10);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), length);

        bool isRead = UdpHeader.TryRead(datagram, out UdpHeader header);

        Assert.Equal(isAccepted, isRead);
        Assert.Equal((500, 4500), (header.SourcePort, header.DestinationPort));
    }

    [Fact]
    public void A_written_checksum_is_valid_and_never_zero()
    {
        byte[] datagram = WirePackets.Udp(500, 4500, 9);
        for (int value = 0; value < 65536; value++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(8), (ushort)value);
            UdpHeader.WriteChecksum(WirePackets.SourceV6, WirePackets.DestinationV6, datagram);

            Assert.True(BinaryPrimitives.ReadUInt16BigEndian(datagram.AsSpan(6)) != 0);
            Assert.True(UdpHeader.IsChecksumValid(WirePackets.SourceV6, WirePackets.DestinationV6, datagram));
        }

        datagram[9] ^= 1;
        Assert.False(UdpHeader.IsChecksumValid(WirePackets.SourceV6, WirePackets.DestinationV6, datagram));
    }
}
