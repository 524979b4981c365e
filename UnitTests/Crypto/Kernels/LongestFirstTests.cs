using Pipeline.Crypto.Kernels;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels;

public sealed class LongestFirstTests
{
    [Fact]
    public void Names_every_packet_once_and_none_before_one_that_is_much_longer()
    {
        var random = new Random(1);
        byte[] order = new byte[LongestFirst.Most];
        for (int count = 1; count <= LongestFirst.Most; count++)
        {
            int longest = 1 << random.Next(1, 18);
            int[] lengths = [.. Enumerable.Range(0, count).Select(_ => random.Next(longest))];

            LongestFirst.Sort(lengths, order);

            Assert.Equal(Enumerable.Range(0, count), order[..count].Select(index => (int)index).Order());
            for (int place = 1; place < count; place++)
            {
                // 8 and less are alike; above, lengths are told apart to one part in eight.
                Assert.True(lengths[order[place]] <= Math.Max(8, lengths[order[place - 1]] * 9 / 8));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1424)]
    public void Leaves_equal_packets_as_they_came(int length)
    {
        byte[] order = new byte[LongestFirst.Most];

        LongestFirst.Sort([length, length, length], order);

        Assert.Equal([0, 1, 2], order[..3]);
    }
}
