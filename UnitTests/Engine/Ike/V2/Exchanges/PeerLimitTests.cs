using Pipeline.Engine.Ike;
using Pipeline.Engine.Wire.Ike;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V2.Exchanges;

/// <summary>A peer that has proved who it is may replace as it likes, but not pile up what it has replaced.</summary>
public sealed class PeerLimitTests
{
    [Fact]
    public void Pairs_that_are_replaced_and_not_deleted_are_bounded()
    {
        IkeWorld world = IkeWorld.Established(b: b => b with { MaximumChildCount = 2, WindowSize = 16 });
        LoseInformational(world);

        for (int count = 0; count < 8; count++)
        {
            world.A.Order(new IkeOrder.RekeyChild(world.A.Only.Children[^1].InboundSpi));
            world.Settle(0.5);
        }

        Assert.Equal(4, world.B.Only.Children.Count);
        Assert.Equal(4, world.B.Installed.Count);
    }

    [Fact]
    public void Ike_sas_that_are_replaced_and_not_deleted_are_bounded()
    {
        IkeWorld world = IkeWorld.Established();
        LoseInformational(world);

        for (int count = 0; count < 20; count++)
        {
            world.A.Order(new IkeOrder.RekeyIke());
            world.Settle(0.5);
        }

        Assert.Equal(9, world.B.Sas.Count(sa => !sa.IsClosed));
        Assert.Single(world.B.Established);
    }

    // Deletes do not arrive.
    private static void LoseInformational(IkeWorld world) => world.Link.Fate = datagram =>
        IkeHeader.TryRead(datagram, out IkeHeader header) && header.Exchange == ExchangeType.Informational ? [] : [SimulatedLink.Latency];
}
