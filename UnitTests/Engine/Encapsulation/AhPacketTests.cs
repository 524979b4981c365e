using System.Security.Cryptography;
using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Encapsulation;

/// <summary>RFC 4302 §2: the layout of an AH packet, put together here by hand.</summary>
public sealed class AhPacketTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_transport_packet_looks_as_the_rfc_draws_it(bool extended)
    {
        SaParameters parameters = TestSa.Of("ah:hmac-sha1-96", SaMode.Transport) with
        {
            ExtendedSequenceNumbers = extended,
            FirstSequence = extended ? 0x5_0000_0007UL : 7,
        };
        using var rig = new PathRig();
        rig.Install(parameters);
        byte[] packet = TestPackets.Ipv4(60, dontFragment: true, tos: 0xB8);

        byte[] sent = Assert.Single(rig.Send(packet));

        byte[] ip = packet[..20];
        (ip[3], ip[9]) = (60 + 24, 51);
        Ipv4Header.WriteChecksum(ip);
        byte[] ah = [17, 4, 0, 0, 0x10, 0x20, 0x30, 0x40, 0, 0, 0, 7];

        // TOS, flags and offset, TTL and checksum are mutable: zero for the ICV (RFC 4302 §3.3.3.1.1).
        byte[] covered = [.. ip];
        (covered[1], covered[6], covered[7], covered[8], covered[10], covered[11]) = (0, 0, 0, 0, 0, 0);
        byte[] high = extended ? [0, 0, 0, 5] : [];
#pragma warning disable CA5350 // SHA-1 is what HMAC-SHA1-96 is made of.
        byte[] icv = HMACSHA1.HashData(
            parameters.IntegrityKey.Span, [.. covered, .. ah, .. new byte[12], .. packet[20..], .. high])[..12];
#pragma warning restore CA5350
        Assert.Equal([.. ip, .. ah, .. icv, .. packet[20..]], sent);
    }

    [Theory]
    [InlineData("ah:hmac-sha1-96", 24, 24)]
    [InlineData("ah:hmac-sha256-128", 28, 32)]
    [InlineData("ah:hmac-sha384-192", 36, 40)]
    [InlineData("ah:hmac-sha512-256", 44, 48)]
    [InlineData("ah:aes128-gmac", 36, 40)]
    public void The_header_is_a_multiple_of_4_or_8_bytes(string suite, int byFour, int byEight)
    {
        Assert.Equal(byFour, AhPacket.HeaderLength(TestSuites.Find(suite), 4));
        Assert.Equal(byEight, AhPacket.HeaderLength(TestSuites.Find(suite), AhPacket.Ipv6Alignment));

        Assert.Equal(byFour, OverheadOf(TestSa.Of(suite, SaMode.Transport)));
        Assert.Equal(byEight, OverheadOf(TestSa.Of(suite, SaMode.Transport) with { AhAlignment = 8 }));
        Assert.Equal(byEight, OverheadOf(TestSa.Of(suite, SaMode.Transport, ipv6: true)));
    }

    [Fact]
    public void A_receiver_takes_either_alignment()
    {
        using var rig = new PathRig();
        (OutboundSa outbound, _) = rig.Install(TestSa.Of("ah:hmac-sha256-128") with { AhAlignment = 8 });
        byte[] sent = Assert.Single(rig.Send(TestPackets.Ipv4()));
        using var other = new PathRig();
        other.Install(outbound.Parameters with { AhAlignment = 4 });

        Assert.Equal([TestPackets.Ipv4()], other.Receive(sent));
    }

    private static int OverheadOf(SaParameters parameters)
    {
        using var rig = new PathRig();
        rig.Install(parameters);
        byte[] packet = TestPackets.Of(parameters.Source.IsIpv6);
        return Assert.Single(rig.Send(packet)).Length - packet.Length;
    }
}
