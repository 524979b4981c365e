using Pipeline.Actors.Sharding;
using Pipeline.Crypto;
using Xunit;

namespace Pipeline.UnitTests.Actors.Sharding;

/// <summary>RFC 4303 §2.1: an SPI is never 0 to 255; ours also name their shard.</summary>
public sealed class SpiAllocatorTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    public void An_SPI_leads_back_to_its_shard(int shard)
    {
        var spis = new SpiAllocator(SystemRandomSource.Instance);

        uint spi = spis.Allocate(shard);

        Assert.Equal(shard, SpiAllocator.HomeShard(spi, SpiAllocator.MaximumShardCount));
        Assert.True(spi > 255);
    }

    [Fact]
    public void Draws_again_when_the_random_bits_are_zero_or_taken()
    {
        var spis = new SpiAllocator(new Script([0, 0, 0, 9], [0, 0, 1, 9], [0, 0, 1, 8], [0, 0, 2, 7]));

        uint first = spis.Allocate(3);
        uint second = spis.Allocate(3);

        Assert.Equal((0x103U, 0x203U), (first, second));
    }

    [Fact]
    public void A_released_SPI_may_come_again()
    {
        var spis = new SpiAllocator(new Script([0, 0, 1, 0], [0, 0, 1, 0]));
        uint first = spis.Allocate(0);

        spis.Release(first);

        Assert.Equal(first, spis.Allocate(0));
    }

    [Fact]
    public void Steps_around_SPIs_that_somebody_else_chose()
    {
        var spis = new SpiAllocator(new Script([0, 0, 1, 0], [0, 0, 2, 0]));

        Assert.True(spis.TryTake(0x100));
        Assert.False(spis.TryTake(0x100));
        Assert.Equal(0x200U, spis.Allocate(0));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    public void A_shard_that_eight_bits_cannot_name_is_refused(int shard)
    {
        var spis = new SpiAllocator(SystemRandomSource.Instance);

        Assert.Throws<ArgumentOutOfRangeException>(() => spis.Allocate(shard));
    }

    private sealed class Script(params byte[][] draws) : IRandomSource
    {
        private int _next;

        public void Fill(Span<byte> destination) => draws[_next++].CopyTo(destination);
    }
}
