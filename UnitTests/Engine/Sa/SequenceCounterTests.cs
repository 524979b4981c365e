using Pipeline.Engine.Sa;
using Xunit;

namespace Pipeline.UnitTests.Engine.Sa;

/// <summary>RFC 4303 §3.3.3: numbers go up by one, and never round again.</summary>
public sealed class SequenceCounterTests
{
    [Fact]
    public void Counts_from_the_first_number()
    {
        var counter = new SequenceCounter(first: 1, extended: false);

        Assert.True(counter.TryNext(out ulong one));
        Assert.True(counter.TryNext(out ulong two));

        Assert.Equal((1UL, 2UL, 2UL), (one, two, counter.Used));
    }

    [Theory]
    [InlineData(uint.MaxValue, false)]
    [InlineData(ulong.MaxValue, true)]
    public void Stops_at_the_last_number(ulong last, bool extended)
    {
        var counter = new SequenceCounter(last - 1, extended);
        Assert.Equal(2UL, counter.Remaining);
        Assert.True(counter.TryNext(out _));
        Assert.True(counter.TryNext(out ulong sequence));
        Assert.Equal(last, sequence);

        for (int again = 0; again < 3; again++)
        {
            Assert.False(counter.TryNext(out ulong none));
            Assert.Equal((0UL, last, 0UL), (none, counter.Used, counter.Remaining));
        }
    }

    [Fact]
    public void Extended_numbers_go_on_past_32_bits()
    {
        var counter = new SequenceCounter(uint.MaxValue, extended: true);
        counter.TryNext(out _);

        Assert.True(counter.TryNext(out ulong sequence));
        Assert.Equal(1UL << 32, sequence);
    }

    [Fact]
    public void A_first_number_beyond_32_bits_leaves_none_without_extension()
    {
        var counter = new SequenceCounter(1UL << 32, extended: false);

        Assert.False(counter.TryNext(out _));
        Assert.Equal(0UL, counter.Remaining);
    }

    [Fact]
    public void Refuses_to_begin_at_zero()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceCounter(0, extended: true));
    }
}
