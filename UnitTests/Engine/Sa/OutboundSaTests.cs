using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Sa;

/// <summary>RFC 4303 §3.3, RFC 4302 §3.3: what a sender does to a packet, and what it refuses.</summary>
public sealed class OutboundSaTests : IDisposable
{
    private readonly PacketPool _pool = new(4, 2000, trackLeaks: true);
    private readonly PinnedSegment _scratch = new(PinnedBytes.Allocate(1024), 0, 1024);

    public static TheoryData<string> Suites => [.. TestSuites.EspNames.Concat(TestSuites.AhNames)];

    public void Dispose() => _pool.Dispose();

    [Theory]
    [MemberData(nameof(Suites))]
    public void The_longest_packet_that_fits_is_known_exactly(string suite)
    {
        foreach (SaMode mode in (SaMode[])[SaMode.Tunnel, SaMode.Transport])
        {
            using OutboundSa sa = TestSa.Of(suite, mode).Outbound();
            for (int mtu = 576; mtu < 640; mtu++)
            {
                int longest = sa.MaximumLength(mtu, 20);

                Assert.True(sa.ProtectedLength(longest, 20) <= mtu);
                Assert.True(sa.ProtectedLength(longest + 1, 20) > mtu);
                Assert.Equal(sa.ProtectedLength(longest, 20), Protect(sa, TestPackets.Ipv4(longest)).Length);
            }
        }
    }

    [Theory]
    [InlineData("aes128-gcm")]
    [InlineData("ah:hmac-sha1-96")]
    public void A_refused_packet_uses_up_no_number_and_counts_nowhere(string suite)
    {
        using OutboundSa sa = TestSa.Of(suite, SaMode.Transport).Outbound();
        Protect(sa, TestPackets.Ipv4(100));
        byte[] fragment = TestPackets.Ipv4(100);
        fragment[6] = 0x20;

        Assert.Equal(DropReason.BadFragment, TryProtect(sa, fragment));
        Assert.Equal(DropReason.NoRoom, TryProtect(sa, TestPackets.Ipv4(100), headroom: 2));

        Assert.Equal((1UL, 1L), (sa.LastSequence, sa.Lifetime.Packets));
    }

    [Fact]
    public void Options_that_ah_cannot_read_use_up_no_number()
    {
        using OutboundSa sa = TestSa.Of("ah:hmac-sha1-96", SaMode.Transport).Outbound();
        byte[] packet = WirePackets.Ipv4(17, WirePackets.Udp(1, 2, 10), options: [7, 40, 4, 0]);

        Assert.Equal(DropReason.Malformed, TryProtect(sa, packet));

        Assert.Equal((0UL, 0L, 0L), (sa.LastSequence, sa.Lifetime.Packets, sa.Lifetime.Bytes));
    }

    [Fact]
    public void After_the_last_number_nothing_leaves()
    {
        using OutboundSa sa = (TestSa.Of("aes128-gcm") with { FirstSequence = uint.MaxValue }).Outbound();
        Protect(sa, TestPackets.Ipv4());

        Assert.Equal(DropReason.SequenceExhausted, TryProtect(sa, TestPackets.Ipv4()));
        Assert.Equal(DropReason.SequenceExhausted, TryProtect(sa, TestPackets.Ipv4()));
        Assert.Equal(uint.MaxValue, sa.LastSequence);
    }

    [Fact]
    public void After_the_hard_limit_nothing_leaves()
    {
        using OutboundSa sa = (TestSa.Of("aes128-gcm") with
        {
            Lifetime = new SaLifetimeLimits { SoftPackets = 1, HardPackets = 2 },
        }).Outbound();
        Protect(sa, TestPackets.Ipv4());
        Protect(sa, TestPackets.Ipv4());

        Assert.Equal(DropReason.SaExpired, TryProtect(sa, TestPackets.Ipv4()));
        Assert.Equal(2UL, sa.LastSequence);
    }

    [Fact]
    public void Both_ends_count_the_same_bytes()
    {
        using var rig = new PathRig();
        (OutboundSa outbound, InboundSa inbound) = rig.Install(TestSa.Of("aes128-cbc+hmac-sha1-96"));

        rig.Receive(rig.Send(TestPackets.All(ipv6: false)));

        Assert.Equal(outbound.Lifetime.Bytes, inbound.Lifetime.Bytes);
        Assert.Equal(outbound.Lifetime.Packets, inbound.Lifetime.Packets);
        Assert.Equal(0, outbound.Lifetime.Bytes % 16);
    }

    [Theory]
    [InlineData(DontFragmentPolicy.Copy, true, true)]
    [InlineData(DontFragmentPolicy.Copy, false, false)]
    [InlineData(DontFragmentPolicy.Set, false, true)]
    [InlineData(DontFragmentPolicy.Clear, true, false)]
    public void Df_of_the_outer_header_follows_the_policy(DontFragmentPolicy policy, bool inner, bool outer)
    {
        using OutboundSa sa = (TestSa.Of("aes128-gcm") with { DontFragment = policy }).Outbound();

        byte[] packet = Protect(sa, TestPackets.Ipv4(dontFragment: inner));

        Assert.Equal(outer, WirePackets.Read(packet).DontFragment);
    }

    [Fact]
    public void An_ipv6_packet_counts_as_dont_fragment()
    {
        using OutboundSa sa = TestSa.Of("aes128-gcm").Outbound();

        Assert.True(WirePackets.Read(Protect(sa, TestPackets.Ipv6())).DontFragment);
    }

    [Theory]
    [InlineData(true, 0xB9, 0xB9)] // copied, ECN too
    [InlineData(false, 0xB9, 0x29)] // DSCP 10 set, ECN copied (RFC 6040 §4.1, normal mode)
    [InlineData(false, 0xB8, 0x28)]
    public void Dscp_is_copied_or_set_and_ecn_always_copied(bool copies, byte inner, byte outer)
    {
        foreach (bool ipv6 in (bool[])[false, true])
        {
            using OutboundSa sa = (TestSa.Of("aes128-gcm", ipv6: ipv6) with { CopyDscp = copies, Dscp = 10 }).Outbound();

            IpPacket ip = WirePackets.Read(Protect(sa, TestPackets.Ipv4(tos: inner)));

            Assert.Equal(outer, ip.TrafficClass);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_outer_header_has_the_tunnels_addresses_and_hop_limit(bool ipv6)
    {
        using OutboundSa sa = (TestSa.Of("aes128-gcm", ipv6: ipv6) with { OuterHopLimit = 33 }).Outbound();
        Protect(sa, TestPackets.Ipv4());

        byte[] packet = Protect(sa, TestPackets.Ipv4());

        IpPacket ip = WirePackets.Read(packet);
        Assert.Equal((sa.Parameters.Source, sa.Parameters.Destination), (ip.Source, ip.Destination));
        Assert.Equal((33, 50, packet.Length), (ip.HopLimit, ip.Protocol, ip.TotalLength));
        // The second sequence number, 2, mixed with the SPI 0x10203040: 2 ^ 0x1020 ^ 0x3040.
        Assert.Equal(ipv6 ? 0u : 0x2062u, ip.Identification);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_inner_hop_limit_goes_down_where_that_is_asked_for(bool ipv6)
    {
        using var rig = new PathRig();
        rig.Install(TestSa.Of("aes128-gcm") with { DecrementHopLimit = true });

        byte[] received = Assert.Single(rig.Receive(rig.Send(TestPackets.Of(ipv6))));

        Assert.Equal(63, WirePackets.Read(received).HopLimit);
        Assert.True(ipv6 || InternetChecksum.Fold(InternetChecksum.Add(0, received.AsSpan(0, 20))) == 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_packet_whose_hops_are_used_up_goes_no_further(byte hopLimit)
    {
        using OutboundSa sa = (TestSa.Of("aes128-gcm") with { DecrementHopLimit = true }).Outbound();
        byte[] packet = TestPackets.Ipv6();
        packet[7] = hopLimit;

        Assert.Equal(DropReason.TimeToLiveExceeded, TryProtect(sa, packet));
        Assert.Equal(0UL, sa.LastSequence);
    }

    [Fact]
    public void Lowers_its_path_mtu_but_never_raises_it_nor_goes_below_the_floor()
    {
        using OutboundSa sa = (TestSa.Of("aes128-gcm") with { PathMtu = 1500 }).Outbound();

        Assert.True(sa.LowerPathMtu(1400));
        Assert.False(sa.LowerPathMtu(1450));
        Assert.Equal(1400, sa.PathMtu);
        Assert.True(sa.LowerPathMtu(68));
        Assert.False(sa.LowerPathMtu(0));
        Assert.Equal(OutboundSa.MinimumPathMtu, sa.PathMtu);
    }

    [Theory]
    [InlineData("ah:hmac-sha1-96", SaMode.Tunnel)]
    [InlineData("aes128-gcm", SaMode.Transport)]
    public void There_are_no_dummies_in_ah_or_transport_mode(string suite, SaMode mode)
    {
        using OutboundSa sa = TestSa.Of(suite, mode).Outbound();
        PacketBuffer buffer = _pool.TryRent()!;
        buffer.Reset(64);

        Assert.Equal(DropReason.Malformed, sa.ProtectDummy(buffer, out _));
        PacketPool.Return(buffer);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_moved_sa_sends_what_one_made_for_the_new_addresses_would(bool ipv6)
    {
        SaParameters there = TestSa.Of("aes128-gcm", ipv6: ipv6) with { UdpEncapsulation = new(4500, 61_001) };
        SaParameters here = there with
        {
            Source = ipv6 ? WirePackets.SourceV6 : WirePackets.SourceV4,
            Destination = ipv6 ? WirePackets.DestinationV6 : WirePackets.DestinationV4,
            UdpEncapsulation = new(4500, 4500),
        };
        using OutboundSa expected = there.Outbound();
        using OutboundSa moved = here.Outbound();
        Protect(moved, TestPackets.Ipv4(100));
        Protect(expected, TestPackets.Ipv4(100));

        Assert.True(moved.MoveTo(new UdpEndpoint(there.Source, 4500), new UdpEndpoint(there.Destination, 61_001)));

        Assert.Equal(Protect(expected, TestPackets.Ipv4(100)), Protect(moved, TestPackets.Ipv4(100)));
        Assert.Equal(ProtectPlain(expected), ProtectPlain(moved));
        Assert.Equal(
            (there.Source, there.Destination, expected.LastSequence),
            (moved.Parameters.Source, moved.Parameters.Destination, moved.LastSequence));
    }

    [Fact]
    public void Only_esp_in_udp_moves_and_only_within_its_ip_version()
    {
        using OutboundSa bare = TestSa.Of("aes128-gcm").Outbound();
        using OutboundSa udp = (TestSa.Of("aes128-gcm") with { UdpEncapsulation = new(4500, 4500) }).Outbound();

        Assert.False(bare.MoveTo(new UdpEndpoint(TestSa.PeerV4, 4500), new UdpEndpoint(TestSa.GatewayV4, 4500)));
        Assert.False(udp.MoveTo(new UdpEndpoint(TestSa.GatewayV6, 4500), new UdpEndpoint(TestSa.PeerV6, 4500)));
        Assert.Equal(TestSa.PeerV4, udp.Parameters.Destination);
    }

    [Fact]
    public void A_bundle_is_esp_inside_ah_in_transport_mode()
    {
        using OutboundSa esp = TestSa.Of("aes128-gcm").Outbound();
        using OutboundSa ah = TestSa.Of("ah:hmac-sha1-96", SaMode.Transport).Outbound();
        using OutboundSa tunnel = TestSa.Of("ah:hmac-sha1-96").Outbound();

        Assert.Throws<ArgumentException>(() => new OutboundBundle(ah, esp));
        Assert.Throws<ArgumentException>(() => new OutboundBundle(esp, tunnel));
        Assert.Same(ah, new OutboundBundle(esp, ah).Second);
    }

    /// <summary>By the short way, where the SA has it.</summary>
    private byte[] ProtectPlain(OutboundSa sa)
    {
        byte[] packet = TestPackets.Ipv4(200);
        if (!sa.TakesPlain)
        {
            return [];
        }

        PacketBuffer buffer = _pool.Rent(packet);
        Assert.Equal(DropReason.None, sa.ProtectPlain(buffer, packet.Length, trafficClass: 0, dontFragment: false, out SealJob job));
        sa.Transform.Seal([job]);
        byte[] result = buffer.Packet.ToArray();
        PacketPool.Return(buffer);
        return result;
    }

    private byte[] Protect(OutboundSa sa, byte[] packet)
    {
        Assert.Equal(DropReason.None, TryProtect(sa, packet, out byte[] result));
        return result;
    }

    private DropReason TryProtect(OutboundSa sa, byte[] packet, int headroom = PacketPool.DefaultHeadroom) =>
        TryProtect(sa, packet, out _, headroom);

    private DropReason TryProtect(OutboundSa sa, byte[] packet, out byte[] result, int headroom = PacketPool.DefaultHeadroom)
    {
        PacketBuffer buffer = _pool.TryRent()!;
        packet.CopyTo(buffer.Reset(headroom, packet.Length));
        DropReason reason = sa.Protect(buffer, WirePackets.Read(packet), _scratch, out SealJob job);
        if (reason == DropReason.None)
        {
            sa.Parameters.Transform.Seal([job]);
            sa.Finish(buffer);
        }

        result = buffer.Packet.ToArray();
        PacketPool.Return(buffer);
        return reason;
    }
}
