using Pipeline.Engine.Sa;
using Xunit;

namespace Pipeline.UnitTests.Engine.Sa;

/// <summary>RFC 4301 §4.4.2.1: soft and hard limits by bytes, packets and age.</summary>
public sealed class SaLifetimeTests
{
    private readonly List<SaLifetimeState> _reached = [];

    [Theory]
    [InlineData(0, false, SaLifetimeLimits.LatestSoftPackets)]
    [InlineData(long.MaxValue, false, SaLifetimeLimits.LatestSoftPackets)]
    [InlineData(1000, false, 1000)]
    [InlineData(0, true, 0)]
    [InlineData(1L << 40, true, 1L << 40)]
    public void A_replacement_is_asked_for_while_32_bit_sequence_numbers_are_left(long softPackets, bool isExtended, long expected)
    {
        SaLifetimeLimits limits = new() { SoftPackets = softPackets };

        Assert.Equal(expected, limits.BeforeSequenceEnds(isExtended).SoftPackets);
    }

    [Fact]
    public void Without_limits_it_stays_fresh()
    {
        SaLifetime lifetime = Watch(SaLifetimeLimits.None);

        lifetime.Count(int.MaxValue);
        lifetime.Observe(TimeSpan.FromDays(10_000));

        Assert.Equal(SaLifetimeState.Fresh, lifetime.State);
        Assert.Equal((int.MaxValue, 1L), (lifetime.Bytes, lifetime.Packets));
    }

    [Fact]
    public void Reports_each_limit_of_bytes_once()
    {
        SaLifetime lifetime = Watch(new SaLifetimeLimits { SoftBytes = 250, HardBytes = 500 });

        SaLifetimeState[] states = [.. Enumerable.Range(0, 7).Select(_ => CountAndRead(ref lifetime, 100))];

        Assert.Equal([0, 0, 1, 1, 2, 2, 2], states.Select(state => (int)state));
        Assert.Equal([SaLifetimeState.SoftExpired, SaLifetimeState.HardExpired], _reached);
    }

    [Fact]
    public void Reports_each_limit_of_packets_once()
    {
        SaLifetime lifetime = Watch(new SaLifetimeLimits { SoftPackets = 2, HardPackets = 3 });

        SaLifetimeState[] states = [.. Enumerable.Range(0, 4).Select(_ => CountAndRead(ref lifetime, 1))];

        Assert.Equal([0, 1, 2, 2], states.Select(state => (int)state));
        Assert.Equal([SaLifetimeState.SoftExpired, SaLifetimeState.HardExpired], _reached);
    }

    [Fact]
    public void Reports_each_limit_of_age_once()
    {
        SaLifetime lifetime = Watch(new SaLifetimeLimits { SoftAge = TimeSpan.FromSeconds(10), HardAge = TimeSpan.FromSeconds(20) });

        foreach (int second in (int[])[5, 10, 15, 20, 25, 5])
        {
            lifetime.Observe(TimeSpan.FromSeconds(second));
        }

        Assert.Equal([SaLifetimeState.SoftExpired, SaLifetimeState.HardExpired], _reached);
        Assert.Equal(SaLifetimeState.HardExpired, lifetime.State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void A_hard_limit_reached_at_once_is_reported_alone(long softBytes)
    {
        SaLifetime lifetime = Watch(new SaLifetimeLimits { SoftBytes = softBytes, HardBytes = 500 });

        lifetime.Count(1000);

        Assert.Equal([SaLifetimeState.HardExpired], _reached);
    }

    [Fact]
    public void Two_soft_limits_are_reported_once()
    {
        SaLifetime lifetime = Watch(new SaLifetimeLimits { SoftPackets = 1, SoftAge = TimeSpan.FromSeconds(1) });

        lifetime.Count(1);
        lifetime.Observe(TimeSpan.FromSeconds(2));

        Assert.Equal([SaLifetimeState.SoftExpired], _reached);
    }

    private static SaLifetimeState CountAndRead(ref SaLifetime lifetime, int length)
    {
        lifetime.Count(length);
        return lifetime.State;
    }

    private SaLifetime Watch(SaLifetimeLimits limits) => new(limits) { LimitReached = _reached.Add };
}
