using Pipeline.Engine.Sa;
using Xunit;

namespace Pipeline.UnitTests.Engine.Sa;

/// <summary>RFC 4303 §3.4.3: each number is accepted once, and only inside the window.</summary>
public sealed class ReplayWindowTests
{
    [Fact]
    public void Refuses_a_number_it_has_accepted_before()
    {
        var window = new ReplayWindow(64);
        window.TryAccept(7);

        Assert.False(window.CanAccept(7));
        Assert.False(window.TryAccept(7));
    }

    [Theory]
    [InlineData(64, 100, 37, true)] // 63 behind: the oldest number still inside
    [InlineData(64, 100, 36, false)] // 64 behind: just left of the window
    [InlineData(64, 100, 0, false)] // 0 is never sent
    [InlineData(64, 100, 100, false)] // the highest itself
    [InlineData(64, 100, 101, true)] // to the right there is no limit
    [InlineData(64, 100, ulong.MaxValue, true)]
    [InlineData(64, 5, 0, false)]
    [InlineData(1024, 2000, 977, true)]
    [InlineData(1024, 2000, 976, false)]
    [InlineData(65536, 70000, 4465, true)]
    [InlineData(65536, 70000, 4464, false)]
    public void Accepts_a_late_number_only_inside_the_window(int size, ulong highest, ulong number, bool accepted)
    {
        var window = new ReplayWindow(size);
        window.TryAccept(highest);

        Assert.Equal(accepted, window.CanAccept(number));
        Assert.Equal(accepted, window.TryAccept(number));
    }

    [Fact]
    public void Asking_changes_nothing()
    {
        var window = new ReplayWindow(64);

        window.CanAccept(1000);

        Assert.Equal(0UL, window.Highest);
        Assert.True(window.TryAccept(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(65)]
    [InlineData(131072)]
    public void Refuses_a_size_that_is_no_power_of_two_between_its_bounds(int size)
    {
        Assert.False(ReplayWindow.IsValidSize(size));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplayWindow(size));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1000)]
    public void What_was_carried_elsewhere_is_not_accepted_again(ulong highest)
    {
        var window = new ReplayWindow(64, highest);

        for (ulong back = 0; back < Math.Min(highest, 70); back++)
        {
            Assert.False(window.CanAccept(highest - back));
        }

        for (ulong ahead = 200; ahead > 137; ahead--)
        {
            Assert.True(window.TryAccept(highest + ahead));
        }
    }

    [Fact]
    public void After_a_hand_over_numbers_in_any_order_are_accepted_once()
    {
        var window = new ReplayWindow(64, highest: 70);

        Assert.True(window.TryAccept(73));
        Assert.True(window.TryAccept(71));
        Assert.True(window.TryAccept(72));
        Assert.False(window.TryAccept(71));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1024)]
    [InlineData(65536)]
    public void Agrees_with_a_plain_set_on_random_traffic(int size)
    {
        var random = new Random(size);
        var window = new ReplayWindow(size);
        var seen = new HashSet<ulong>();
        ulong highest = 0;
        for (int round = 0; round < 100_000; round++)
        {
            ulong number = NextNumber(random, highest, size);
            bool expected = number != 0 && (number > highest || highest - number < (ulong)size) && !seen.Contains(number);

            Assert.Equal(expected, window.CanAccept(number));
            if (random.Next(8) != 0)
            {
                // The others turn out to be forged.
                Assert.Equal(expected, window.TryAccept(number));
                if (expected)
                {
                    seen.Add(number);
                    highest = Math.Max(highest, number);
                }
            }

            Assert.Equal(highest, window.Highest);
        }
    }

    // RFC 4303 appendix A2: the sender's 64-bit counter, of which the receiver sees 32 bits.
    [Theory]
    [InlineData(64, 1UL)]
    [InlineData(1024, 1UL)]
    [InlineData(65536, 0xFFFF_0000UL)]
    [InlineData(64, 0xFFFF_FFF0UL)]
    [InlineData(1024, 0xFFFF_FFFF_0000UL)]
    public void Finds_the_high_half_that_a_plain_64_bit_counter_has(int size, ulong first)
    {
        var random = new Random(size);
        var window = new ReplayWindow(size, first - 1);
        ulong counter = first - 1;
        ulong longestJump = (1UL << 32) - (ulong)size;
        for (int round = 0; round < 20_000; round++)
        {
            counter += random.Next(4) switch
            {
                0 => (ulong)random.NextInt64(1, (long)longestJump + 1),
                1 => longestJump,
                _ => (ulong)random.Next(1, 100),
            };
            Assert.Equal(counter, window.Extend((uint)counter));
            window.TryAccept(counter);

            ulong late = counter - (ulong)random.Next(0, (int)Math.Min((ulong)size, counter));
            Assert.Equal(late, window.Extend((uint)late));
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 1)]
    [InlineData(0, uint.MaxValue, uint.MaxValue)]
    [InlineData(10, uint.MaxValue, uint.MaxValue)] // nothing lies left of zero
    [InlineData(uint.MaxValue, 0, 1UL << 32)]
    [InlineData(1UL << 32, uint.MaxValue, uint.MaxValue)] // late, across the boundary
    [InlineData((1UL << 32) + 63, 0, 1UL << 32)]
    [InlineData((1UL << 32) + 64, 0, 2UL << 32)] // too late: taken for the next round
    public void Extends_at_the_edges(ulong highest, uint low, ulong expected)
    {
        var window = new ReplayWindow(64, highest);

        Assert.Equal(expected, window.Extend(low));
    }

    [Fact]
    public void A_number_beyond_64_bits_does_not_come_round()
    {
        var window = new ReplayWindow(64);
        window.TryAccept(ulong.MaxValue);

        Assert.False(window.CanAccept(window.Extend(0)));
        Assert.False(window.CanAccept(window.Extend(5)));
        Assert.True(window.TryAccept(window.Extend(uint.MaxValue - 63)));
    }

    private static ulong NextNumber(Random random, ulong highest, int size)
    {
        int near = random.Next(-2 * size, size / 2);
        return random.Next(50) switch
        {
            0 => 0,
            1 => highest + (ulong)random.Next(0, 4 * size),
            2 => highest,
            _ => near < 0 && (ulong)-near > highest ? (ulong)random.Next(0, 100) : highest + (ulong)near,
        };
    }
}
