using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.UnitTests.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath;

/// <summary>What goes in at one gateway comes out at the other, byte for byte (RFC 4303 §3, RFC 4302 §3, RFC 3948).</summary>
public sealed class RoundTripTests
{
    private static readonly UdpEncapsulationPorts Ports = new(4500, 4500);

    public static TheoryData<string> EspSuites => [.. TestSuites.EspNames];

    public static TheoryData<string> AhSuites => [.. TestSuites.AhNames];

    [Theory]
    [MemberData(nameof(EspSuites))]
    public void Esp_in_tunnel_mode(string suite)
    {
        foreach ((bool outerIpv6, bool innerIpv6, bool extended, bool udp) in Combinations())
        {
            Passes(innerIpv6, TestSa.Of(suite, SaMode.Tunnel, outerIpv6) with
            {
                ExtendedSequenceNumbers = extended,
                UdpEncapsulation = udp ? Ports : null,
            });
        }
    }

    [Theory]
    [MemberData(nameof(EspSuites))]
    public void Esp_in_transport_mode(string suite)
    {
        foreach ((bool ipv6, _, bool extended, bool udp) in Combinations().Where(row => row.OuterIpv6 == row.InnerIpv6))
        {
            Passes(ipv6, TestSa.Of(suite, SaMode.Transport, ipv6) with
            {
                ExtendedSequenceNumbers = extended,
                UdpEncapsulation = udp ? Ports : null,
            });
        }
    }

    [Theory]
    [MemberData(nameof(AhSuites))]
    public void Ah_in_tunnel_mode(string suite)
    {
        foreach ((bool outerIpv6, bool innerIpv6, bool extended, bool byEight) in Combinations())
        {
            Passes(innerIpv6, TestSa.Of(suite, SaMode.Tunnel, outerIpv6) with
            {
                ExtendedSequenceNumbers = extended,
                AhAlignment = byEight ? 8 : 4,
            });
        }
    }

    [Theory]
    [MemberData(nameof(AhSuites))]
    public void Ah_in_transport_mode(string suite)
    {
        foreach ((bool ipv6, _, bool extended, bool byEight) in Combinations().Where(row => row.OuterIpv6 == row.InnerIpv6))
        {
            Passes(ipv6, TestSa.Of(suite, SaMode.Transport, ipv6) with
            {
                ExtendedSequenceNumbers = extended,
                AhAlignment = byEight ? 8 : 4,
            });
        }
    }

    [Theory]
    [InlineData("aes128-gcm", "ah:hmac-sha256-128", SaMode.Tunnel)]
    [InlineData("aes128-gcm", "ah:hmac-sha256-128", SaMode.Transport)]
    [InlineData("aes256-cbc+hmac-sha1-96", "ah:aes128-gmac", SaMode.Tunnel)]
    [InlineData("aes256-cbc+hmac-sha1-96", "ah:aes128-gmac", SaMode.Transport)]
    [InlineData("null+hmac-sha1-96", "ah:hmac-sha512-256", SaMode.Tunnel)]
    [InlineData("3des-cbc+hmac-md5-96", "ah:aes-xcbc-96", SaMode.Transport)]
    public void Esp_inside_ah(string esp, string ah, SaMode mode)
    {
        foreach ((bool outerIpv6, bool innerIpv6, bool extended, _) in Combinations())
        {
            if (mode == SaMode.Tunnel || outerIpv6 == innerIpv6)
            {
                using var rig = new PathRig();
                (SaParameters inner, SaParameters outer) = TestSa.Bundle(esp, ah, mode, outerIpv6);
                rig.Install((
                    inner with { ExtendedSequenceNumbers = extended },
                    outer with { ExtendedSequenceNumbers = extended }));

                Passes(rig, innerIpv6);
            }
        }
    }

    [Theory]
    [InlineData("aes128-gcm")]
    [InlineData("aes128-cbc+hmac-sha256-128")]
    [InlineData("chacha20-poly1305")]
    [InlineData("aes256-ccm")]
    [InlineData("aes192-gmac")]
    [InlineData("ah:hmac-sha1-96")]
    [InlineData("ah:aes256-gmac")]
    public void Extended_numbers_pass_the_32_bit_boundary(string suite)
    {
        using var rig = new PathRig();
        rig.Install(TestSa.Of(suite) with { ExtendedSequenceNumbers = true, FirstSequence = uint.MaxValue - 2 });

        Passes(rig, ipv6: false);
    }

    [Fact]
    public void A_batch_of_many_suites_keeps_every_packet()
    {
        using var rig = new PathRig(new() { BatchPackets = 8 });
        string[] suites = [.. TestSuites.EspNames.Concat(TestSuites.AhNames)];
        for (int index = 0; index < suites.Length; index++)
        {
            rig.Install(TestSa.Of(suites[index]) with { Name = suites[index], Spi = (uint)(0x1000 + index) });
        }

        rig.Publish([.. suites.Select((suite, index) => PathRig.Rule(
            Pipeline.Engine.Policy.FilterAction.Negotiate,
            new() { SourcePorts = Pipeline.Engine.Wire.Ip.PortRange.Of((ushort)index) },
            suite))]);
        byte[][] packets = [.. Enumerable.Range(0, 3 * suites.Length).Select(index =>
            WirePackets.Ipv4(17, WirePackets.Udp((ushort)(index % suites.Length), 7, index)))];

        byte[][] received = rig.Receive(rig.Send(packets));

        Assert.Equal(packets, received);
    }

    [Theory]
    [InlineData("aes128-gcm")]
    [InlineData("ah:hmac-sha256-128")]
    public void Link_padding_behind_a_packet_does_not_travel(string suite)
    {
        foreach (SaMode mode in (SaMode[])[SaMode.Tunnel, SaMode.Transport])
        {
            using var rig = new PathRig();
            rig.Install(TestSa.Of(suite, mode));
            byte[] packet = TestPackets.Ipv4(46);

            byte[] sent = Assert.Single(rig.Send([.. packet, 1, 2, 3]));
            byte[] received = Assert.Single(rig.Receive([.. sent, 4, 5, 6, 7]));

            Assert.Equal(packet, received);
        }
    }

    private static IEnumerable<(bool OuterIpv6, bool InnerIpv6, bool Extended, bool Other)> Combinations() =>
        from outer in (bool[])[false, true]
        from inner in (bool[])[false, true]
        from extended in (bool[])[false, true]
        from other in (bool[])[false, true]
        select (outer, inner, extended, other);

    private static void Passes(bool ipv6, SaParameters parameters)
    {
        using var rig = new PathRig();
        rig.Install(parameters);

        Passes(rig, ipv6);
    }

    private static void Passes(PathRig rig, bool ipv6)
    {
        byte[][] packets = TestPackets.All(ipv6);

        byte[][] sent = rig.Send(packets);
        byte[][] received = rig.Receive(sent);

        Assert.Equal(packets.Length, sent.Length);
        Assert.Equal(packets, received);
        Assert.Equal((0L, 0L), (rig.OutboundDrops.Total, rig.InboundDrops.Total));
        Assert.Empty(rig.Receive(sent));
        Assert.Equal(packets.Length, rig.InboundDrops[DropReason.Replayed]);
    }
}
