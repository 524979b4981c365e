using Pipeline.Engine.Sa;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Sa;

public sealed class SpiTableTests
{
    [Fact]
    public void Agrees_with_a_dictionary_while_SAs_come_and_go()
    {
        var random = new Random(5);
        var table = new SpiTable();
        var model = new Dictionary<uint, InboundSa>();
        for (int step = 0; step < 4000; step++)
        {
            uint spi = (uint)(256 + random.Next(300));
            if (random.Next(2) == 0)
            {
                InboundSa sa = WithSpi(spi);
                Assert.Equal(model.TryAdd(spi, sa), table.TryAdd(sa));
            }
            else
            {
                bool isThere = model.Remove(spi, out InboundSa? sa);
                Assert.Equal(isThere, table.Remove(sa ?? WithSpi(spi)));
            }

            uint other = (uint)(256 + random.Next(300));
            Assert.Equal(model.GetValueOrDefault(other), table.Find(SaProtocol.Esp, other));
            Assert.Null(table.Find(SaProtocol.Ah, other));
        }

        Assert.Equal(model.Count, table.Count);
        Assert.All(model, pair => Assert.Same(pair.Value, table.Find(SaProtocol.Esp, pair.Key)));
    }

    [Fact]
    public void Does_not_remove_another_SA_with_the_same_SPI()
    {
        var table = new SpiTable();
        Assert.True(table.TryAdd(WithSpi(300)));

        Assert.False(table.Remove(WithSpi(300)));
        Assert.Equal(1, table.Count);
    }

    private static InboundSa WithSpi(uint spi) => (TestSa.Of("null+hmac-sha1-96") with { Spi = spi }).Inbound();
}
