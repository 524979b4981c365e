using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath;

/// <summary>RFC 4301 §8.2.1: a router says that one of our packets was too big, or somebody pretends to be one.</summary>
public sealed class PathMtuTests : IDisposable
{
    private readonly PathRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("aes128-gcm", false, false)]
    [InlineData("aes128-gcm", false, true)]
    [InlineData("aes128-gcm", true, false)]
    [InlineData("aes128-gcm", true, true)]
    [InlineData("ah:hmac-sha1-96", false, false)]
    [InlineData("ah:hmac-sha1-96", true, false)]
    public void A_router_is_believed_about_a_packet_of_ours(string suite, bool ipv6, bool udp)
    {
        (OutboundSa sa, _) = _rig.Install(TestSa.Of(suite, ipv6: ipv6) with { UdpEncapsulation = udp ? new(4500, 4500) : null });
        byte[] sent = Assert.Single(_rig.Send(TestPackets.Ipv4(1500)));

        Assert.Empty(_rig.Receive(TestPackets.TooBig(sent, 1400, quotedLength: udp ? 36 : 28)));

        Assert.Equal((1400, 1L), (sa.PathMtu, _rig.InboundDrops[DropReason.PathMtu]));
        Assert.All(_rig.Send(TestPackets.Ipv4(1500)), piece => Assert.InRange(piece.Length, 60, 1400));
    }

    [Theory]
    [InlineData(0u, 576)] // a router older than RFC 1191 does not say
    [InlineData(68u, 576)]
    [InlineData(575u, 576)]
    [InlineData(3001u, 3000)]
    public void The_value_never_goes_below_the_floor_nor_up(uint told, int mtu)
    {
        (OutboundSa sa, _) = _rig.Install(TestSa.Of("aes128-gcm"));
        byte[] sent = Assert.Single(_rig.Send(TestPackets.Ipv4()));

        _rig.Receive(TestPackets.TooBig(sent, told));

        Assert.Equal(mtu, sa.PathMtu);
    }

    [Theory]
    [InlineData(12)] // source
    [InlineData(16)] // destination
    [InlineData(20)] // SPI
    [InlineData(23)]
    public void A_message_about_somebody_elses_packet_falls_to_policy(int offset)
    {
        (OutboundSa sa, _) = _rig.Install(TestSa.Of("aes128-gcm"));
        byte[] sent = Assert.Single(_rig.Send(TestPackets.Ipv4()));
        sent[offset] ^= 1;
        Pipeline.Engine.Wire.Ip.Ipv4Header.WriteChecksum(sent);

        _rig.Receive(TestPackets.TooBig(sent, 600));

        Assert.Equal(3000, sa.PathMtu);
        Assert.Equal((0L, 1L), (_rig.InboundDrops[DropReason.PathMtu], _rig.InboundDrops[DropReason.Unprotected]));
    }

    [Fact]
    public void A_message_with_a_wrong_checksum_or_too_short_a_quote_falls_to_policy()
    {
        (OutboundSa sa, _) = _rig.Install(TestSa.Of("aes128-gcm"));
        byte[] sent = Assert.Single(_rig.Send(TestPackets.Ipv4()));
        byte[] broken = TestPackets.TooBig(sent, 600);
        broken[30] ^= 1;

        _rig.Receive(broken, TestPackets.TooBig(sent, 600, quotedLength: 23));

        Assert.Equal(3000, sa.PathMtu);
        Assert.Equal(2, _rig.InboundDrops[DropReason.Unprotected]);
    }

    [Fact]
    public void Esp_and_ah_with_the_same_spi_are_told_apart()
    {
        (OutboundSa esp, _) = _rig.Install(TestSa.Of("aes128-gcm"));
        byte[] sent = Assert.Single(_rig.Send(TestPackets.Ipv4()));
        (OutboundSa ah, _) = _rig.Install(TestSa.Of("ah:hmac-sha1-96") with { Name = "ah" });

        _rig.Receive(TestPackets.TooBig(sent, 1000));

        Assert.Equal((1000, 3000), (esp.PathMtu, ah.PathMtu));
    }

    [Fact]
    public void A_removed_sa_is_not_asked_any_more()
    {
        (OutboundSa sa, _) = _rig.Install(TestSa.Of("aes128-gcm"));
        byte[] sent = Assert.Single(_rig.Send(TestPackets.Ipv4()));
        _rig.Sas.Remove(sa);

        _rig.Receive(TestPackets.TooBig(sent, 1000));

        Assert.Equal((3000, 0L), (sa.PathMtu, _rig.InboundDrops[DropReason.PathMtu]));
    }

    [Fact]
    public void A_bundle_believes_what_is_said_about_its_ah()
    {
        _rig.Install(TestSa.Bundle("aes128-gcm", "ah:hmac-sha1-96"));
        byte[] sent = Assert.Single(_rig.Send(TestPackets.Ipv4(1000)));

        _rig.Receive(TestPackets.TooBig(sent, 800));

        Assert.All(_rig.Send(TestPackets.Ipv4(1000)), piece => Assert.InRange(piece.Length, 60, 800));
    }
}
