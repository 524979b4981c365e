using Pipeline.Engine.Ike.Messages;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Messages;

/// <summary>RFC 7296 §2.4: longer and longer, and not for ever.</summary>
public sealed class RetransmissionScheduleTests
{
    private readonly SeededRandomSource _random = new(1);

    [Theory]
    [InlineData(0, 4.0)]
    [InlineData(1, 7.2)]
    [InlineData(5, 75.6)]
    public void Each_wait_is_longer_by_the_factor(int sentBefore, double seconds)
    {
        RetransmissionSchedule schedule = RetransmissionSchedule.Default with { Jitter = 0 };

        Assert.Equal(seconds, schedule.WaitAfter(sentBefore, _random)!.Value.TotalSeconds, precision: 1);
    }

    [Fact]
    public void After_the_last_try_there_is_no_wait() => Assert.Null(RetransmissionSchedule.Default.WaitAfter(6, _random));

    [Fact]
    public void Jitter_only_shortens()
    {
        for (int count = 0; count < 100; count++)
        {
            Assert.InRange(RetransmissionSchedule.Default.WaitAfter(0, _random)!.Value.TotalSeconds, 3.6, 4.0);
        }
    }
}
