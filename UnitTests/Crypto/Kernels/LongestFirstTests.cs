using Pipeline.Crypto.Kernels;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels;

/// <summary>Kernels take addresses by this order: a number missing in it would be a read of memory that nobody wrote.</summary>
public sealed class LongestFirstTests
{
    [Fact]
    public void Names_every_packet_once_whatever_the_lengths()
    {
        var random = new Random(3);
        for (int round = 0; round < 20_000; round++)
        {
            int longest = 1 << random.Next(1, 17);
            int[] lengths = [.. Enumerable.Range(0, random.Next(1, LongestFirst.Most + 1)).Select(_ => random.Next(longest))];
            byte[] order = [.. Enumerable.Repeat((byte)0xFF, lengths.Length)];

            LongestFirst.Sort(lengths, order);

            Assert.Equal(Enumerable.Range(0, lengths.Length), order.Select(number => (int)number).Order());
        }
    }

    [Fact]
    public void Puts_a_longer_packet_behind_a_shorter_one_only_when_they_are_nearly_equal()
    {
        for (int length = 0; length < 9000; length++)
        {
            foreach (int longer in (int[])[length + 8, length + (length / 4) + 1])
            {
                byte[] order = new byte[2];
                LongestFirst.Sort([length, longer], order);

                // Below 16 a step is up to 8 bytes; above, an eighth.
                Assert.True(order[0] == 1 || longer < 16 || longer - length <= length / 8, $"{length} before {longer}");
            }
        }
    }
}
