using Pipeline.Engine.DataPath.Negotiation;
using Pipeline.Engine.DataPath;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath.Negotiation;

/// <summary>RFC 4301 §5.1 step 3a: the packet that asks for an SA is not lost, and a flood of such packets costs nothing.</summary>
public sealed class HeldPacketsTests : IDisposable, INegotiations
{
    private readonly List<string> _wanted = [];
    private readonly PathRig _rig;

    public HeldPacketsTests() => _rig = new PathRig(
        new PathOptions { Hold = new HoldOptions { MaximumCount = 3, Timeout = TimeSpan.FromSeconds(5) } }, negotiations: this);

    [Fact]
    public void A_packet_waits_for_its_SA_and_then_goes_out()
    {
        Assert.Empty(_rig.Send(TestPackets.Ipv4()));
        Assert.Equal([TestSa.Name], _wanted);

        _rig.Install(TestSa.Of("aes128-gcm"));

        Assert.Single(_rig.Send(TimeSpan.FromSeconds(1)));
        Assert.Equal(0, _rig.OutboundDrops.Total);
    }

    [Fact]
    public void Packets_leave_in_the_order_in_which_they_came_and_before_later_ones()
    {
        byte[][] packets = [TestPackets.Ipv4(60), TestPackets.Ipv4(70), TestPackets.Ipv4(80)];
        _rig.Send(packets[0], packets[1]);
        _rig.Install(TestSa.Of("aes128-gcm"));

        byte[][] received = _rig.Receive(_rig.Send(packets[2]));

        Assert.Equal(packets, received);
    }

    [Fact]
    public void No_more_are_held_than_the_bound_says()
    {
        _rig.Send([.. Enumerable.Repeat(TestPackets.Ipv4(), 10)]);

        Assert.Equal(7, _rig.OutboundDrops[DropReason.NoSa]);
    }

    [Fact]
    public void A_packet_that_has_waited_too_long_is_dropped()
    {
        _rig.Send(TestPackets.Ipv4());

        _rig.Send(TimeSpan.FromSeconds(4.9));
        Assert.Equal(0, _rig.OutboundDrops.Total);

        _rig.Send(TimeSpan.FromSeconds(5));
        Assert.Equal(1, _rig.OutboundDrops[DropReason.NoSa]);
    }

    [Fact]
    public void SAs_are_asked_for_once_a_second_however_many_packets_want_them()
    {
        foreach (double second in (double[])[0, 0.5, 0.9, 1, 1.5])
        {
            _rig.Send(TimeSpan.FromSeconds(second), TestPackets.Ipv4(), TestPackets.Ipv4());
        }

        Assert.Equal([TestSa.Name, TestSa.Name], _wanted);
    }

    [Fact]
    public void A_packet_outside_what_was_negotiated_waits_for_an_SA_of_its_own()
    {
        _rig.Install(TestSa.Of("aes128-gcm") with { Selectors = [new TrafficSelector { Destination = AddressRange.Of(TestSa.PeerV4) }] });
        Assert.Empty(_rig.Send(TestPackets.Ipv4()));
        Assert.Equal([TestSa.Name], _wanted);

        _rig.Install(TestSa.Of("aes128-gcm") with
        {
            Spi = 0x2002,
            Selectors = [new TrafficSelector { Destination = AddressRange.Of(WirePackets.DestinationV4) }],
        });

        byte[] sent = Assert.Single(_rig.Send(TimeSpan.FromSeconds(1)));
        Assert.Equal([0, 0, 0x20, 0x02], sent[20..24]);
    }

    [Fact]
    public void A_host_that_tries_many_addresses_causes_few_questions()
    {
        for (int host = 0; host < 1000; host++)
        {
            byte[] packet = TestPackets.Ipv4();
            (packet[18], packet[19]) = ((byte)(host >> 8), (byte)host);
            Ipv4Header.WriteChecksum(packet);
            _rig.Send(packet);
        }

        Assert.Equal(64, _wanted.Count);
    }

    [Fact]
    public void Nothing_is_held_where_nobody_negotiates()
    {
        using var rig = new PathRig();

        rig.Send(TestPackets.Ipv4());

        Assert.Equal(1, rig.OutboundDrops[DropReason.NoSa]);
    }

    void INegotiations.Wanted(string saName, in FlowKey flow) => _wanted.Add(saName);

    public void Dispose() => _rig.Dispose();
}
