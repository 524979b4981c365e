using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath;

/// <summary>A fault in one SA's own code stops that SA alone.</summary>
public sealed class SaFaultTests : IDisposable
{
    private const byte BrokenMark = 0xBB;

    private readonly PathRig _rig = new();
    private readonly ThrowingTransform _suite = new(TestSuites.Find("aes128-gcm")) { ThrowsFor = BrokenMark };

    public SaFaultTests()
    {
        _rig.Publish(
            Protect(1, "other-suite"),
            Protect(2, "same-suite"),
            Protect(3, "broken"));
        _rig.Install(TestSa.Of("aes256-gcm") with { Name = "other-suite", Spi = 0x1001 });
        _rig.Install(TestSa.Of("aes128-gcm") with { Name = "same-suite", Spi = 0x1002, Transform = _suite });
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void An_outbound_sa_that_throws_goes_out_of_service_alone()
    {
        OutboundSa broken = (Broken() with { Direction = SaDirection.Outbound }).Outbound();
        _rig.Sas.Install(broken);

        byte[][] sent = _rig.Send(Packet(1), Packet(3), Packet(1), Packet(3));

        Assert.Equal(2, sent.Length);
        Assert.Equal(2, _rig.OutboundDrops[DropReason.SaFailed]);
        Assert.Equal([broken], _rig.Faults.Select(fault => fault.Sa));
        Assert.Equal(3, _rig.Send(Packet(1), Packet(2), Packet(3), Packet(1)).Length);
        Assert.Equal(1, _rig.OutboundDrops[DropReason.NoSa]);
    }

    [Fact]
    public void Packets_beside_it_in_the_same_suite_are_lost_but_their_sa_goes_on()
    {
        _rig.Sas.Install(Broken().Outbound());

        byte[][] sent = _rig.Send(Packet(2), Packet(3), Packet(1));

        Assert.Single(sent);
        Assert.Equal(2, _rig.OutboundDrops[DropReason.SaFailed]);
        Assert.Single(_rig.Faults);
        Assert.Equal([Packet(2)], _rig.Receive(_rig.Send(Packet(2))));
    }

    [Fact]
    public void An_inbound_sa_that_throws_goes_out_of_service_alone()
    {
        InboundSa broken = Broken().Inbound();
        Assert.True(_rig.Sas.TryInstall(broken));
        _rig.Sas.Install((Broken() with { Transform = TestSuites.Find("aes128-gcm") }).Outbound());
        byte[][] sent = _rig.Send(Packet(1), Packet(3), Packet(1), Packet(3), Packet(3));

        byte[][] received = _rig.Receive(sent[..4]);

        Assert.Equal([Packet(1), Packet(1)], received);
        Assert.Equal(2, _rig.InboundDrops[DropReason.SaFailed]);
        Assert.Equal([broken], _rig.Faults.Select(fault => fault.Sa));
        Assert.Empty(_rig.Receive(sent[4]));
        Assert.Equal(1, _rig.InboundDrops[DropReason.UnknownSpi]);
    }

    [Fact]
    public void The_ah_half_of_a_bundle_can_fail_too()
    {
        (SaParameters esp, SaParameters ah) = TestSa.Bundle("aes128-gcm", "ah:hmac-sha1-96");
        _rig.Sas.Install((esp with { Bundle = "broken" }).Outbound());
        _rig.Sas.Install((ah with
        {
            Bundle = "broken",
            Transform = new ThrowingTransform(ah.Transform) { ThrowsFor = ah.IntegrityKey.Span[0] },
        }).Outbound());

        byte[][] sent = _rig.Send(Packet(1), Packet(3));

        Assert.Single(sent);
        Assert.Equal(1, _rig.OutboundDrops[DropReason.SaFailed]);
        Assert.Equal("ah", Assert.IsType<OutboundSa>(Assert.Single(_rig.Faults).Sa).Parameters.Name);
    }

    private static byte[] Packet(ushort port) => WirePackets.Ipv4(17, WirePackets.Udp(port, 9, 50));

    private static PolicyRule Protect(ushort port, string sa) =>
        PathRig.Rule(FilterAction.Negotiate, new TrafficSelector { SourcePorts = PortRange.Of(port) }, sa);

    private SaParameters Broken()
    {
        SaParameters parameters = TestSa.Of("aes128-gcm") with { Name = "broken", Spi = 0x1003, Transform = _suite };
        return parameters with { EncryptionKey = TestSa.Key(parameters.EncryptionKey.Length, BrokenMark) };
    }
}
