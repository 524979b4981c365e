using Pipeline.Engine.DataPath;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath;

/// <summary>RFC 4443 §2.4 f: ICMP errors are limited in rate.</summary>
public sealed class NoticeBudgetTests
{
    private readonly NoticeBudget _budget = new(perSecond: 10);

    [Fact]
    public void Lets_a_second_s_worth_through_at_once_and_then_no_more()
    {
        int sent = Enumerable.Range(0, 50).Count(_ => _budget.TryTake(TimeSpan.FromHours(1)));

        Assert.Equal(10, sent);
    }

    [Fact]
    public void Fills_up_with_time_but_never_beyond_a_second_s_worth()
    {
        Drain(TimeSpan.Zero);

        Assert.Equal(5, Drain(TimeSpan.FromMilliseconds(500)));
        Assert.Equal(10, Drain(TimeSpan.FromHours(1)));
    }

    private int Drain(TimeSpan now)
    {
        int sent = 0;
        while (_budget.TryTake(now))
        {
            sent++;
        }

        return sent;
    }
}
