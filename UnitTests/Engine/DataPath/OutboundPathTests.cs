using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Encapsulation.Fragments;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath;

/// <summary>RFC 4301 §5.1 and §8: what the path does with a host's packet.</summary>
public sealed class OutboundPathTests : IDisposable
{
    private static readonly TrafficSelector ToPort2000 = new() { DestinationPorts = PortRange.Of(2000) };

    private readonly PathRig _rig = new();

    public static TheoryData<string> Suites => [.. TestSuites.EspNames.Concat(TestSuites.AhNames)];

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Permitted_traffic_passes_in_the_clear()
    {
        _rig.Publish(PathRig.Rule(FilterAction.Permit, ToPort2000));

        byte[][] sent = _rig.Send(TestPackets.Ipv4(), TestPackets.Ipv6(), [.. TestPackets.Ipv4(), 0, 0]);

        Assert.Equal([TestPackets.Ipv4(), TestPackets.Ipv6(), TestPackets.Ipv4()], sent);
        Assert.Equal((3L, 3L), (_rig.Outbound.Counters.ReceivedPackets, _rig.Outbound.Counters.SentPackets));
        Assert.Equal((302L, 300L), (_rig.Outbound.Counters.ReceivedBytes, _rig.Outbound.Counters.SentBytes));
    }

    [Fact]
    public void Blocked_traffic_and_traffic_without_a_rule_goes_nowhere()
    {
        _rig.Publish(PathRig.Rule(FilterAction.Block, ToPort2000), PathRig.Rule(FilterAction.Permit, ToPort2000));

        Assert.Empty(_rig.Send(TestPackets.Ipv4(), TestPackets.Echo(ipv6: false)));
        Assert.Equal(2, _rig.OutboundDrops[DropReason.BlockedByPolicy]);
    }

    [Theory]
    [InlineData(TestSa.Name)]
    [InlineData(null)]
    public void Without_an_sa_nothing_is_sent(string? name)
    {
        _rig.Publish(PathRig.Rule(FilterAction.Negotiate, TrafficSelector.Any, name));

        Assert.Empty(_rig.Send(TestPackets.Ipv4()));
        Assert.Equal(1, _rig.OutboundDrops[DropReason.NoSa]);
    }

    [Fact]
    public void A_new_policy_takes_effect_with_the_next_batch()
    {
        _rig.Publish(PathRig.Rule(FilterAction.Permit, ToPort2000));
        Assert.Single(_rig.Send(TestPackets.Ipv4()));

        _rig.Publish(PathRig.Rule(FilterAction.Block, ToPort2000));

        Assert.Empty(_rig.Send(TestPackets.Ipv4()));
    }

    [Fact]
    public void A_new_sa_and_a_removed_sa_take_effect_with_the_next_batch()
    {
        Assert.Empty(_rig.Send(TestPackets.Ipv4()));
        (OutboundSa first, _) = _rig.Install(TestSa.Of("aes128-gcm"));
        Assert.Single(_rig.Send(TestPackets.Ipv4()));
        OutboundSa second = (TestSa.Of("aes128-gcm") with { Spi = 0x2002 }).Outbound();
        _rig.Sas.Install(second);
        Assert.Single(_rig.Send(TestPackets.Ipv4()));
        Assert.Equal((1UL, 1UL), (first.LastSequence, second.LastSequence));

        Assert.False(_rig.Sas.Remove(first));
        Assert.True(_rig.Sas.Remove(second));

        Assert.Empty(_rig.Send(TestPackets.Ipv4()));
        Assert.Equal(2, _rig.OutboundDrops[DropReason.NoSa]);
    }

    [Fact]
    public void A_full_flow_cache_forgets_but_never_errs()
    {
        using var rig = new PathRig(new() { FlowCacheEntries = 2 });
        rig.Publish(
            PathRig.Rule(FilterAction.Permit, new TrafficSelector { SourcePorts = new PortRange(0, 49) }),
            PathRig.Rule(FilterAction.Block, TrafficSelector.Any));

        for (int round = 0; round < 3; round++)
        {
            byte[][] sent = rig.Send([.. Enumerable.Range(0, 100).Select(port => WirePackets.Ipv4(17, WirePackets.Udp((ushort)port, 99, 1)))]);

            Assert.Equal(50, sent.Length);
        }
    }

    [Fact]
    public void What_is_not_ip_or_contradicts_itself_is_dropped()
    {
        byte[] tooLong = TestPackets.Ipv4();
        tooLong[3] = 200;

        _rig.Send([], [0x12, 1, 2], tooLong, [0x60, 0, 0]);

        Assert.Equal((2L, 2L), (_rig.OutboundDrops[DropReason.NotIp], _rig.OutboundDrops[DropReason.Malformed]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fragments_are_put_together_before_policy_sees_them(bool ipv6)
    {
        _rig.Install(TestSa.Of("aes128-gcm"));
        _rig.Publish(PathRig.Rule(FilterAction.Negotiate, ToPort2000, TestSa.Name));
        byte[] packet = TestPackets.Of(ipv6, 1000);

        byte[][] sent = _rig.Send(Fragments(packet, 500));

        Assert.Equal([packet], _rig.Receive(sent));
    }

    [Fact]
    public void A_fragment_that_stays_alone_times_out()
    {
        byte[][] fragments = Fragments(TestPackets.Ipv4(1000), 500);
        _rig.Send(TimeSpan.FromSeconds(1), fragments[0]);

        _rig.Send(TimeSpan.FromSeconds(60), fragments[1]);

        Assert.Equal(1, _rig.OutboundDrops[DropReason.FragmentTimeout]);
    }

    [Theory]
    [InlineData(SaMode.Tunnel)]
    [InlineData(SaMode.Transport)]
    public void A_packet_that_may_be_fragmented_fits_the_path_in_pieces(SaMode mode)
    {
        foreach (int mtu in (int[])[576, 577, 1000, 1399])
        {
            using var rig = new PathRig();
            rig.Install(TestSa.Of("aes128-cbc+hmac-sha256-128", mode) with { PathMtu = mtu });
            byte[] packet = TestPackets.Ipv4(1400);

            byte[][] sent = rig.Send(packet);
            byte[][] received = rig.Receive(sent);

            Assert.True(sent.Length > 1);
            Assert.All(sent, piece => Assert.InRange(piece.Length, 28, mtu));
            Assert.Equal(mode == SaMode.Transport, WirePackets.Read(sent[0]).IsFragment);
            Assert.Equal([packet], mode == SaMode.Transport ? received : Reassembled(received));
        }
    }

    [Fact]
    public void An_SA_for_certain_ports_carries_a_long_datagram_whole_because_fragments_do_not_show_ports()
    {
        byte[] packet = TestPackets.Ipv4(1400);
        Assert.True(FlowKey.TryRead(packet, out FlowKey flow));
        var selector = new TrafficSelector { Protocol = flow.Protocol, DestinationPorts = PortRange.Of(flow.DestinationPort) };
        _rig.Install(TestSa.Of("aes128-gcm") with { PathMtu = 600, Selectors = [selector] });

        byte[][] sent = _rig.Send(packet);

        Assert.True(WirePackets.Read(sent[0]).IsFragment);
        Assert.Equal([packet], _rig.Receive(sent));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void The_size_that_the_sender_is_told_fits_and_one_more_does_not(string suite)
    {
        foreach ((SaMode mode, bool ipv6) in (ReadOnlySpan<(SaMode, bool)>)
            [(SaMode.Tunnel, false), (SaMode.Tunnel, true), (SaMode.Transport, false), (SaMode.Transport, true)])
        {
            using var rig = new PathRig();
            rig.Install(TestSa.Of(suite, mode, ipv6 && mode == SaMode.Transport) with { PathMtu = 1500 });

            Assert.Empty(rig.Send(Large(1500, ipv6)));

            int mtu = MtuOf(Assert.Single(rig.TakeNotices()), ipv6);
            byte[] sent = Assert.Single(rig.Send(Large(mtu, ipv6)));
            Assert.InRange(sent.Length, 1500 - 16, 1500);
            Assert.Empty(rig.Send(Large(mtu + 1, ipv6)));
            Assert.Equal(2, rig.OutboundDrops[DropReason.TooBig]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_size_is_right_for_a_bundle_too(bool udp)
    {
        SaParameters alone = TestSa.Of("aes128-gcm") with { PathMtu = 1500, UdpEncapsulation = new(4500, 4500) };
        (SaParameters esp, SaParameters ah) = TestSa.Bundle("aes128-gcm", "ah:hmac-sha256-128");
        if (udp)
        {
            _rig.Install(alone);
        }
        else
        {
            _rig.Install((esp with { PathMtu = 1500 }, ah with { PathMtu = 1400 }));
        }

        _rig.Send(Large(1500, ipv6: false));
        int mtu = MtuOf(Assert.Single(_rig.TakeNotices()), ipv6: false);

        Assert.InRange(Assert.Single(_rig.Send(Large(mtu, ipv6: false))).Length, (udp ? 1500 : 1400) - 3, udp ? 1500 : 1400);
        Assert.Empty(_rig.Send(Large(mtu + 1, ipv6: false)));
    }

    [Fact]
    public void The_notice_goes_to_the_sender_and_quotes_the_packet()
    {
        _rig.Install(TestSa.Of("aes128-gcm") with { PathMtu = 600 });
        byte[] packet = Large(700, ipv6: false);

        _rig.Send(packet);

        byte[] notice = Assert.Single(_rig.TakeNotices());
        IpPacket ip = WirePackets.Read(notice);
        Assert.Equal((TestSa.GatewayV4, WirePackets.SourceV4), (ip.Source, ip.Destination));
        Assert.Equal(packet[..400], notice[28..428]);
    }

    [Fact]
    public void No_notice_is_sent_about_an_icmp_error()
    {
        _rig.Install(TestSa.Of("aes128-gcm") with { PathMtu = 600 });

        _rig.Send(WirePackets.Ipv4(1, [3, 3, .. new byte[700]], dontFragment: true));

        Assert.Empty(_rig.TakeNotices());
        Assert.Equal(1, _rig.OutboundDrops[DropReason.TooBig]);
    }

    [Theory]
    [InlineData(SaMode.Tunnel, false, 1280)]
    [InlineData(SaMode.Tunnel, true, 1280)]
    [InlineData(SaMode.Transport, true, 1280)]
    [InlineData(SaMode.Tunnel, false, 700)]
    [InlineData(SaMode.Transport, true, 1240)]
    public void An_ipv6_packet_of_the_minimum_passes_every_path(SaMode mode, bool outerIpv6, int length)
    {
        foreach (string suite in (string[])["aes128-gcm", "ah:hmac-sha256-128"])
        {
            using var rig = new PathRig();
            int mtu = outerIpv6 ? 1280 : 576;
            rig.Install(TestSa.Of(suite, mode, outerIpv6) with { PathMtu = mtu });
            byte[] packet = TestPackets.Ipv6(length);

            byte[][] sent = rig.Send(packet);

            Assert.All(sent, piece => Assert.InRange(piece.Length, 40, mtu));
            Assert.Equal([packet], rig.Receive(sent));
            Assert.Empty(rig.TakeNotices());
        }
    }

    [Fact]
    public void A_path_too_small_for_any_payload_still_has_a_sane_answer()
    {
        _rig.Install(TestSa.Of("aes256-cbc+hmac-sha512-256") with { PathMtu = 68 });

        Assert.Empty(_rig.Send(Large(200, ipv6: false), TestPackets.Ipv4(200)));

        Assert.InRange(MtuOf(Assert.Single(_rig.TakeNotices()), ipv6: false), 68, 100);
        Assert.Equal(2, _rig.OutboundDrops[DropReason.TooBig]);
    }

    [Fact]
    public void Refusals_of_the_sa_are_counted_by_their_reason()
    {
        _rig.Install(TestSa.Of("aes128-gcm") with { FirstSequence = uint.MaxValue });
        _rig.Send(TestPackets.Ipv4(), TestPackets.Ipv4());
        Assert.Equal(1, _rig.OutboundDrops[DropReason.SequenceExhausted]);

        _rig.Sas.Install((TestSa.Of("aes128-gcm") with { Lifetime = new SaLifetimeLimits { HardPackets = 1 } }).Outbound());
        _rig.Send(TestPackets.Ipv4(), TestPackets.Ipv4());
        Assert.Equal(1, _rig.OutboundDrops[DropReason.SaExpired]);

        byte[] dying = TestPackets.Ipv4();
        dying[8] = 1;
        _rig.Sas.Install((TestSa.Of("aes128-gcm") with { DecrementHopLimit = true }).Outbound());
        _rig.Send(dying);
        Assert.Equal(1, _rig.OutboundDrops[DropReason.TimeToLiveExceeded]);
    }

    [Fact]
    public void A_pool_that_runs_dry_costs_the_packet_only()
    {
        _rig.Install(TestSa.Of("aes128-gcm") with { PathMtu = 576 });
        var held = new List<PacketBuffer>();
        while (held.Count < _rig.Pool.MaximumCount - 2)
        {
            held.Add(_rig.Pool.TryRent()!);
        }

        Assert.Empty(_rig.Send(TestPackets.Ipv4(1400)));
        Assert.Equal(1, _rig.OutboundDrops[DropReason.PoolEmpty]);

        held.ForEach(PacketPool.Return);
        Assert.NotEmpty(_rig.Send(TestPackets.Ipv4(1400)));
    }

    [Fact]
    public void Extension_headers_longer_than_transport_mode_carries_are_refused()
    {
        _rig.Install(TestSa.Of("aes128-gcm", SaMode.Transport, ipv6: true));
        byte[] longOptions = [0, 79, 1, 253, .. new byte[253], 1, 253, .. new byte[253], 1, 126, .. new byte[126]];

        Assert.Empty(_rig.Send(WirePackets.Ipv6(17, WirePackets.Udp(1, 2, 9), (0, longOptions))));
        Assert.Equal(1, _rig.OutboundDrops[DropReason.NoRoom]);
    }

    [Fact]
    public void More_packets_than_a_stage_holds_pass_all_the_same()
    {
        using var rig = new PathRig(new() { BatchPackets = 4 });
        rig.Install(TestSa.Bundle("aes128-gcm", "ah:hmac-sha1-96"));
        byte[][] packets = [.. Enumerable.Range(30, 50).Select(length => TestPackets.Ipv4(length))];

        Assert.Equal(packets, rig.Receive(rig.Send(packets)));
    }

    private static byte[] Large(int length, bool ipv6) => ipv6 ? TestPackets.Ipv6(length) : TestPackets.Ipv4(length, dontFragment: true);

    private static int MtuOf(byte[] notice, bool ipv6)
    {
        IpPacket ip = WirePackets.Read(notice);
        Assert.Equal(ipv6, ip.IsIpv6);
        Assert.True(IcmpPacketTooBig.TryRead(notice, ip, out uint mtu, out _, out _));
        return (int)mtu;
    }

    private byte[][] Fragments(byte[] packet, int mtu)
    {
        var pieces = new PacketBatch();
        PacketBuffer buffer = _rig.Rent(packet);
        Assert.Equal(DropReason.None, Fragmentation.Split(buffer, WirePackets.Read(packet), mtu, 7, _rig.Pool, pieces));
        byte[][] fragments = [.. Enumerable.Range(0, pieces.Count).Select(index => pieces[index].Packet.ToArray())];
        PacketPool.Return(buffer);
        PacketPool.Return(pieces);
        return fragments;
    }

    private byte[][] Reassembled(byte[][] fragments)
    {
        using var reassembly = new Reassembly();
        var whole = new List<byte[]>();
        foreach (byte[] fragment in fragments)
        {
            if (reassembly.Add(_rig.Rent(fragment), WirePackets.Read(fragment), TimeSpan.Zero) is { } datagram)
            {
                whole.Add(datagram.Packet.ToArray());
                PacketPool.Return(datagram);
            }
        }

        return [.. whole];
    }
}
