using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ip;

/// <summary>RFC 8200 §3.</summary>
public sealed class Ipv6HeaderTests
{
    [Fact]
    public void Writes_what_it_read()
    {
        byte[] packet = WirePackets.Ipv6(17, WirePackets.Udp(1, 2, 10));
        bool isRead = Ipv6Header.TryRead(packet, out Ipv6Header header);
        var written = new byte[40];
        header.Write(written);

        Assert.True(isRead);
        Assert.Equal(
            (0xB8, 0xABCDEu, 18, 17, 64),
            (header.TrafficClass, header.FlowLabel, header.PayloadLength, header.NextHeader, header.HopLimit));
        Assert.Equal("6b8abcde", Convert.ToHexStringLower(written.AsSpan(0, 4)));
        Assert.Equal(packet[..40], written);
    }

    [Fact]
    public void Edits_change_their_field_and_no_other()
    {
        byte[] packet = WirePackets.Ipv6(17, WirePackets.Udp(1, 2, 10));
        Ipv6Header.TryRead(packet, out Ipv6Header before);

        Ipv6Header.SetHopLimit(packet, 9);
        Ipv6Header.SetTrafficClass(packet, 0x47);
        Ipv6Header.SetPayloadLength(packet, 7);
        Ipv6Header.TryRead(packet, out Ipv6Header after);

        Assert.Equal(before with { HopLimit = 9, TrafficClass = 0x47, PayloadLength = 7 }, after);
    }

    [Fact]
    public void Refuses_a_payload_that_is_not_all_there()
    {
        byte[] packet = WirePackets.Ipv6(17, WirePackets.Udp(1, 2, 10));

        Assert.False(Ipv6Header.TryRead(packet.AsSpan(0, packet.Length - 1), out _));
        Assert.False(Ipv6Header.TryRead(packet.AsSpan(0, 39), out _));
    }
}
