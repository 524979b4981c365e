using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ip;

/// <summary>RFC 791 §3.1.</summary>
public sealed class Ipv4HeaderTests
{
    // A packet from the wire with a known checksum: 192.168.0.1 to 192.168.0.199, UDP.
    private static readonly byte[] Known = Convert.FromHexString("45000073000040004011b861c0a80001c0a800c7" + new string('0', 190));

    [Fact]
    public void Reads_and_writes_a_known_header()
    {
        bool isRead = Ipv4Header.TryRead(Known, out Ipv4Header header);
        var written = new byte[20];
        header.Write(written);

        Assert.True(isRead);
        Assert.Equal((0x73, 64, 17, 0xB861), (header.TotalLength, header.TimeToLive, header.Protocol, header.Checksum));
        Assert.Equal("192.168.0.1 192.168.0.199", $"{header.Source} {header.Destination}");
        Assert.True(header.DontFragment && !header.MoreFragments && header.FragmentOffset == 0);
        Assert.True(Ipv4Header.IsChecksumValid(Known));
        Assert.Equal(Known[..20], written);
    }

    [Fact]
    public void Edits_in_place_keep_the_checksum_right()
    {
        var random = new Random(4);
        byte[] packet = WirePackets.Ipv4(17, WirePackets.Payload(40), options: [0x94, 4, 0, 0, 1, 1, 1, 0]);
        for (int round = 0; round < 5000; round++)
        {
            byte value = (byte)random.Next(256);
            ushort word = (ushort)random.Next(65536);
            Edit(packet, round % 6, value, word);

            Assert.True(Ipv4Header.IsChecksumValid(packet));
        }
    }

    [Fact]
    public void Edits_change_their_field()
    {
        byte[] packet = WirePackets.Ipv4(17, WirePackets.Payload(40));
        for (int kind = 0; kind < 6; kind++)
        {
            Edit(packet, kind, 0x5A, 44);
        }

        Ipv4Header.TryRead(packet, out Ipv4Header header);

        Assert.Equal(
            (0x5A, 0x5A, 44, 0x5A, 44, 44 * 8),
            (header.TimeToLive, header.TypeOfService, header.TotalLength, header.Protocol, header.Identification, header.FragmentOffset));
        Assert.True(header.MoreFragments && !header.DontFragment);
    }

    [Theory]
    [InlineData(0, 0x65)] // version 6
    [InlineData(0, 0x44)] // header of 16 bytes
    [InlineData(3, 19)]   // total length below the header's
    [InlineData(3, 0x74)] // total length above the packet's
    public void Refuses_a_contradiction(int offset, byte value)
    {
        byte[] packet = [.. Known];
        packet[offset] = value;

        Assert.False(Ipv4Header.TryRead(packet, out _));
    }

    private static void Edit(byte[] packet, int kind, byte value, ushort word)
    {
        switch (kind)
        {
            case 0: Ipv4Header.SetTimeToLive(packet, value); break;
            case 1: Ipv4Header.SetTypeOfService(packet, value); break;
            case 2: Ipv4Header.SetTotalLength(packet, word); break;
            case 3: Ipv4Header.SetProtocol(packet, value); break;
            case 4: Ipv4Header.SetIdentification(packet, word); break;
            default: Ipv4Header.SetFragment(packet, false, moreFragments: true, word % 8192 * 8); break;
        }
    }
}
