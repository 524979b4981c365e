using Pipeline.Engine.DataPath;
using Pipeline.Engine.DataPath.Negotiation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath.Negotiation;

/// <summary>Packets that overtake the answer which makes their SA: they wait for it, few of them and not for long.</summary>
public sealed class EarlyPacketsTests : IDisposable
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    private readonly PathRig _sender = new();
    private readonly Offered _offered = new();
    private readonly PathRig _receiver;

    public EarlyPacketsTests() => _receiver = new PathRig(new PathOptions { Hold = new HoldOptions { MaximumCount = 3 } }, offered: _offered);

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }

    [Theory]
    [InlineData("aes128-gcm")]
    [InlineData("ah:hmac-sha256-128")]
    public void They_go_on_in_their_order_when_the_SA_is_there(string suite)
    {
        SaParameters sa = Agree(suite);
        byte[][] sent = _sender.Send(TestPackets.Ipv4(100), TestPackets.Ipv4(101), TestPackets.Ipv4(102));

        Assert.Empty(_receiver.Receive(sent[0], sent[1]));
        Assert.True(_receiver.Inbound.HasHeld);
        _receiver.Install(sa);

        Assert.Equal([TestPackets.Ipv4(100).Length, TestPackets.Ipv4(101).Length, TestPackets.Ipv4(102).Length],
            _receiver.Receive(sent[2]).Select(packet => packet.Length));
        Assert.False(_receiver.Inbound.HasHeld);
        Assert.Empty(_receiver.Receive(sent[0]));
    }

    [Fact]
    public void What_was_not_offered_does_not_wait()
    {
        Agree("aes128-gcm");
        _offered.Spis.Clear();

        Assert.Empty(_receiver.Receive(_sender.Send(TestPackets.Ipv4())));

        Assert.False(_receiver.Inbound.HasHeld);
        Assert.Equal(1, _receiver.InboundDrops[DropReason.UnknownSpi]);
    }

    [Fact]
    public void Nothing_waits_for_ever()
    {
        SaParameters sa = Agree("aes128-gcm");
        _receiver.Receive(_sender.Send(TestPackets.Ipv4()));

        Assert.Empty(_receiver.Receive(Late));
        _receiver.Install(sa);

        Assert.Empty(_receiver.Receive(Late));
        Assert.Equal(1, _receiver.InboundDrops[DropReason.UnknownSpi]);
    }

    [Fact]
    public void Only_so_many_wait()
    {
        SaParameters sa = Agree("aes128-gcm");
        _receiver.Receive(_sender.Send([.. Enumerable.Range(0, 5).Select(index => TestPackets.Ipv4(100 + index))]));
        _receiver.Install(sa);

        Assert.Equal(3, _receiver.Receive().Length);
        Assert.Equal(2, _receiver.InboundDrops[DropReason.UnknownSpi]);
    }

    [Fact]
    public void Buffers_that_wait_are_given_back_at_the_end()
    {
        Agree("aes128-gcm");

        _receiver.Receive(_sender.Send(TestPackets.Ipv4()));

        Assert.True(_receiver.Inbound.HasHeld);
    }

    /// <summary>The sender has the SA, the receiver has offered its SPI.</summary>
    private SaParameters Agree(string suite)
    {
        _sender.Install(TestSa.Of(suite));
        SaParameters sa = TestSa.Of(suite);
        _offered.Spis.Add(sa.Spi);
        return sa;
    }

    private sealed class Offered : IOfferedSpis
    {
        public HashSet<uint> Spis { get; } = [];

        public bool IsOffered(uint spi) => Spis.Contains(spi);
    }
}
