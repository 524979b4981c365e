using System.Buffers.Binary;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath;

/// <summary>RFC 4301 §5.2: what the path does with a packet from the open network.</summary>
public sealed class InboundPathTests : IDisposable
{
    private readonly PathRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("aes128-gcm")]
    [InlineData("aes128-cbc+hmac-sha1-96")]
    [InlineData("ah:hmac-sha256-128")]
    public void Two_copies_in_one_batch_are_one_packet(string suite)
    {
        _rig.Install(TestSa.Of(suite));
        byte[] sent = Assert.Single(_rig.Send(TestPackets.Ipv4()));

        Assert.Single(_rig.Receive(sent, sent));
        Assert.Empty(_rig.Receive(sent));
        Assert.Equal(2, _rig.InboundDrops[DropReason.Replayed]);
    }

    [Theory]
    [InlineData("aes128-gcm")]
    [InlineData("ah:aes128-gmac")]
    public void Reordered_packets_pass_inside_the_window(string suite)
    {
        _rig.Install(TestSa.Of(suite) with { ReplayWindowPackets = 64 });
        byte[][] sent = _rig.Send([.. Enumerable.Range(40, 100).Select(length => TestPackets.Ipv4(length))]);

        // 100 came first: 37 to 99 are still inside, 36 and 1 are not.
        Assert.Equal(64, _rig.Receive([sent[99], .. sent[35..99], sent[0]]).Length);
        Assert.Equal(2, _rig.InboundDrops[DropReason.Replayed]);
    }

    [Fact]
    public void A_forged_packet_does_not_move_the_window()
    {
        (_, InboundSa sa) = _rig.Install(TestSa.Of("aes128-gcm") with { ReplayWindowPackets = 64 });
        byte[][] sent = _rig.Send(TestPackets.Ipv4(), TestPackets.Ipv4());
        byte[] forged = [.. sent[1]];
        BinaryPrimitives.WriteUInt32BigEndian(forged.AsSpan(24), 1_000_000);

        Assert.Single(_rig.Receive(forged, sent[0]));
        Assert.Equal((1UL, 1L), (sa.HighestSequence, _rig.InboundDrops[DropReason.NotAuthentic]));
    }

    [Fact]
    public void An_spi_that_nobody_has_is_unknown()
    {
        byte[] esp = WirePackets.Ipv4(50, [0, 0, 0x10, 1, .. new byte[60]]);
        byte[] ah = WirePackets.Ipv4(51, [17, 4, 0, 0, 0, 0, 0x10, 1, .. new byte[60]]);
        _rig.Install(TestSa.Of("aes128-gcm"));

        byte[] zeroSpi = WirePackets.Ipv4(50, new byte[60]);
        byte[] sameSpiOfOtherProtocol = WirePackets.Ipv4(51, [17, 4, 0, 0, 0x10, 0x20, 0x30, 0x40, .. new byte[60]]);

        _rig.Receive(esp, ah, zeroSpi, sameSpiOfOtherProtocol);

        Assert.Equal((3L, 1L), (_rig.InboundDrops[DropReason.UnknownSpi], _rig.InboundDrops[DropReason.Malformed]));
    }

    [Theory]
    [InlineData("aes128-gcm")]
    [InlineData("aes128-cbc+hmac-sha1-96")]
    [InlineData("ah:hmac-sha1-96")]
    [InlineData("ah:aes128-gmac")]
    public void A_truncated_packet_is_never_delivered(string suite)
    {
        _rig.Install(TestSa.Of(suite, SaMode.Transport));
        byte[] sent = Assert.Single(_rig.Send(TestPackets.Ipv4(60)));

        for (int length = 20; length < sent.Length; length++)
        {
            byte[] cut = sent[..length];
            BinaryPrimitives.WriteUInt16BigEndian(cut.AsSpan(2), (ushort)length);
            Ipv4Header.WriteChecksum(cut);
            Assert.Empty(_rig.Receive(cut));
        }

        Assert.Equal(
            sent.Length - 20,
            _rig.InboundDrops[DropReason.Malformed] + _rig.InboundDrops[DropReason.NotAuthentic]);
        Assert.Single(_rig.Receive(sent));
    }

    [Fact]
    public void After_the_hard_limit_nothing_is_received()
    {
        _rig.Sas.Install(TestSa.Of("aes128-gcm").Outbound());
        Assert.True(_rig.Sas.TryInstall((TestSa.Of("aes128-gcm") with { Lifetime = new() { HardPackets = 1 } }).Inbound()));
        byte[][] sent = _rig.Send(TestPackets.Ipv4(), TestPackets.Ipv4());

        Assert.Single(_rig.Receive(sent[0]));
        Assert.Empty(_rig.Receive(sent[1]));
        Assert.Equal(1, _rig.InboundDrops[DropReason.SaExpired]);
    }

    [Theory]
    [InlineData(new byte[] { 2, 2, 2, 4 }, DropReason.BadPadding)]
    [InlineData(new byte[] { 1, 1, 200, 4 }, DropReason.BadPadding)]
    [InlineData(new byte[] { 1, 2, 2, 6 }, DropReason.OutsideSelectors)] // TCP is nothing that a tunnel carries
    [InlineData(new byte[] { 1, 2, 2, 41 }, DropReason.Malformed)] // says IPv6, is IPv4
    [InlineData(new byte[] { 1, 2, 2, 59 }, DropReason.Dummy)]
    public void What_an_authentic_packet_may_not_hold_is_dropped(byte[] trailer, DropReason reason)
    {
        SaParameters parameters = TestSa.Of("null+hmac-sha256-128");
        Assert.True(_rig.Sas.TryInstall(parameters.Inbound()));
        byte[] esp = [0x10, 0x20, 0x30, 0x40, 0, 0, 0, 1, .. TestPackets.Ipv4(40), .. trailer];
        byte[] icv = System.Security.Cryptography.HMACSHA256.HashData(parameters.IntegrityKey.Span, esp)[..16];

        Assert.Empty(_rig.Receive(WirePackets.Ipv4(50, [.. esp, .. icv])));
        Assert.Equal((1L, 1L), (_rig.InboundDrops[reason], _rig.InboundDrops.Total));
    }

    [Fact]
    public void An_inner_packet_outside_the_selectors_is_dropped()
    {
        SaParameters careless = TestSa.Of("aes128-gcm");
        _rig.Install(careless with
        {
            Selectors =
            [
                new TrafficSelector { Protocol = 6 },
                new TrafficSelector { Source = AddressRange.Of(WirePackets.SourceV4), DestinationPorts = PortRange.Of(2000) },
            ],
        }, sender: careless);
        byte[] tcp = WirePackets.Ipv4(6, WirePackets.Payload(40));

        byte[][] received = _rig.Receive(_rig.Send(TestPackets.Ipv4(), tcp, TestPackets.Ipv6(), TestPackets.Echo(ipv6: false)));

        Assert.Equal([TestPackets.Ipv4(), tcp], received);
        Assert.Equal(2, _rig.InboundDrops[DropReason.OutsideSelectors]);
    }

    [Fact]
    public void Clear_traffic_passes_only_where_policy_permits_it()
    {
        _rig.Publish(
            PathRig.Rule(FilterAction.Permit, new TrafficSelector { Protocol = 17 }),
            PathRig.Rule(FilterAction.Negotiate, new TrafficSelector { Protocol = 6 }, TestSa.Name),
            PathRig.Rule(FilterAction.Negotiate, new TrafficSelector { Protocol = 1 }));
        byte[] udp = TestPackets.Ipv4();

        byte[][] received = _rig.Receive(
            [.. udp, 0, 0], WirePackets.Ipv4(6, WirePackets.Payload(40)), TestPackets.Echo(ipv6: false), WirePackets.Ipv4(99, []));

        Assert.Equal([udp], received);
        Assert.Equal((2L, 1L), (_rig.InboundDrops[DropReason.Unprotected], _rig.InboundDrops[DropReason.BlockedByPolicy]));
    }

    [Fact]
    public void Clear_traffic_is_judged_as_the_answer_that_it_is()
    {
        var toServer = new Filter(new TrafficSelector { DestinationPorts = PortRange.Of(2000) });
        _rig.Publish(new PolicyRule { Name = "out", Filters = new("out", [toServer]), Action = FilterAction.Permit });

        Assert.Empty(_rig.Receive(TestPackets.Ipv4()));
        Assert.Single(_rig.Receive(WirePackets.Ipv4(17, WirePackets.Udp(2000, 1000, 10))));
    }

    [Fact]
    public void Clear_fragments_are_put_together_before_policy_sees_them()
    {
        _rig.Publish(PathRig.Rule(FilterAction.Permit, new TrafficSelector { DestinationPorts = PortRange.Of(2000) }));
        byte[] packet = WirePackets.Ipv6(6, WirePackets.Payload(20));
        byte[] first = WirePackets.Ipv6(17, WirePackets.Udp(1000, 2000, 56)[..32], (44, WirePackets.FragmentHeader(0, more: true)));
        byte[] last = WirePackets.Ipv6(17, WirePackets.Udp(1000, 2000, 56)[32..], (44, WirePackets.FragmentHeader(32, more: false)));

        byte[][] received = _rig.Receive(packet, first, last);

        Assert.Equal([WirePackets.Ipv6(17, WirePackets.Udp(1000, 2000, 56))], received);
        Assert.Equal(1, _rig.InboundDrops[DropReason.BlockedByPolicy]);
    }

    [Fact]
    public void A_bundle_is_taken_whole_or_not_at_all()
    {
        (SaParameters esp, SaParameters ah) = TestSa.Bundle("aes128-gcm", "ah:hmac-sha1-96");
        _rig.Install((esp, ah));
        using var espAlone = new PathRig();
        espAlone.Install(esp with { Bundle = null, Name = TestSa.Name });
        using var ahAlone = new PathRig();
        ahAlone.Install(ah with { Bundle = null, Name = TestSa.Name, Mode = SaMode.Tunnel });
        using var strangerInAh = new PathRig();
        strangerInAh.Install((esp with { Spi = 0x5005 }, ah with { FirstSequence = 50 }));
        Assert.True(_rig.Sas.TryInstall((esp with { Bundle = null, Spi = 0x5005 }).Inbound()));

        byte[][] received = _rig.Receive(
            espAlone.Send(TestPackets.Ipv4())[0],
            ahAlone.Send(TestPackets.Ipv4())[0],
            strangerInAh.Send(TestPackets.Ipv4())[0]);

        Assert.Empty(received);
        Assert.Equal(3, _rig.InboundDrops[DropReason.OutsideSelectors]);
    }

    [Fact]
    public void Esp_of_a_bundle_whose_spi_is_unknown_or_cut_short_is_dropped()
    {
        (SaParameters esp, SaParameters ah) = TestSa.Bundle("aes128-gcm", "ah:hmac-sha1-96");
        Assert.True(_rig.Sas.TryInstall(ah.Inbound()));
        using var sender = new PathRig();
        sender.Install((esp, ah));
        using var plain = new PathRig();
        plain.Install(TestSa.Of("ah:hmac-sha1-96", SaMode.Transport) with { FirstSequence = 9 });

        _rig.Receive(sender.Send(TestPackets.Ipv4())[0], plain.Send(WirePackets.Ipv4(50, [1, 2, 3]))[0]);

        Assert.Equal((1L, 1L), (_rig.InboundDrops[DropReason.UnknownSpi], _rig.InboundDrops[DropReason.Malformed]));
    }

    [Fact]
    public void What_else_comes_on_port_4500_is_told_apart()
    {
        _rig.Receive(
            TestPackets.BetweenGateways(4500, 4500, 0xFF),
            TestPackets.BetweenGateways(4500, 4500, new byte[40]),
            TestPackets.BetweenGateways(4500, 4500, 1, 2, 3),
            TestPackets.BetweenGateways(4500, 4500, new byte[12]),
            TestPackets.BetweenGateways(4500, 4500),
            TestPackets.BetweenGateways(4500, 4500, [0, 0, 1, 0, .. new byte[40]]));

        Assert.Equal(
            (1L, 1L, 3L, 1L),
            (_rig.InboundDrops[DropReason.KeepAlive],
            _rig.InboundDrops[DropReason.Ike],
            _rig.InboundDrops[DropReason.Malformed],
            _rig.InboundDrops[DropReason.UnknownSpi]));
    }

    [Fact]
    public void Esp_comes_on_the_port_that_its_sa_names_and_from_any_port_behind_a_nat()
    {
        (_, InboundSa inbound) = _rig.Install(TestSa.Of("aes128-gcm") with { UdpEncapsulation = new(7000, 8000) });
        byte[][] sent = _rig.Send(TestPackets.Ipv4(), TestPackets.Ipv4(), TestPackets.Ipv4());
        BinaryPrimitives.WriteUInt16BigEndian(sent[1].AsSpan(20), 12345);

        Assert.Equal(2, _rig.Receive(sent[0], sent[1]).Length);

        Assert.True(_rig.Sas.Remove(inbound));
        _rig.Receive(sent[2]);
        Assert.Equal(1, _rig.InboundDrops[DropReason.Unprotected]);
    }

    [Theory]
    [InlineData(0x00, 0x00, 0x00)]
    [InlineData(0x02, 0x03, 0x03)] // ECT(0) met congestion on the way
    [InlineData(0x01, 0x03, 0x03)]
    [InlineData(0x02, 0x01, 0x01)]
    [InlineData(0xB8, 0x02, 0xB8)]
    [InlineData(0xBB, 0x02, 0xBB)]
    [InlineData(0x00, 0x03, null)] // the sender would not understand
    public void Congestion_marks_are_carried_over_as_rfc_6040_says(byte inner, byte outer, int? expected)
    {
        foreach ((bool outerIpv6, bool innerIpv6) in (ReadOnlySpan<(bool, bool)>)[(false, false), (true, true), (false, true)])
        {
            using var rig = new PathRig();
            rig.Install(TestSa.Of("aes128-gcm", ipv6: outerIpv6));
            byte[] packet = innerIpv6 ? TestPackets.Ipv6() : TestPackets.Ipv4();
            SetTrafficClass(packet, inner);
            byte[] sent = Assert.Single(rig.Send(packet));
            SetTrafficClass(sent, outer);

            byte[][] received = rig.Receive(sent);

            Assert.Equal(expected, received.Length == 0 ? null : WirePackets.Read(received[0]).TrafficClass);
            Assert.Equal(expected is null ? 1 : 0, rig.InboundDrops[DropReason.EcnDropped]);
        }
    }

    [Fact]
    public void A_longer_chain_of_headers_than_transport_mode_carries_is_refused()
    {
        _rig.Install(TestSa.Of("aes128-gcm", SaMode.Transport, ipv6: true));
        byte[] sent = Assert.Single(_rig.Send(TestPackets.Ipv6()));
        byte[] longOptions = [0, 79, 1, 253, .. new byte[253], 1, 253, .. new byte[253], 1, 126, .. new byte[126]];

        Assert.Empty(_rig.Receive(WirePackets.Ipv6(50, sent[40..], (0, longOptions))));
        Assert.Equal(1, _rig.InboundDrops[DropReason.NoRoom]);
    }

    private static void SetTrafficClass(byte[] packet, byte value)
    {
        if (packet[0] >> 4 == 6)
        {
            Ipv6Header.SetTrafficClass(packet, value);
        }
        else
        {
            Ipv4Header.SetTypeOfService(packet, value);
        }
    }
}
