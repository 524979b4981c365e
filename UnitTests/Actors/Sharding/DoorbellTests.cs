using Pipeline.Actors.Sharding;
using Xunit;

namespace Pipeline.UnitTests.Actors.Sharding;

/// <summary>No ring is ever missed, and an idle thread sleeps.</summary>
public sealed class DoorbellTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(20);

    [Fact]
    public void Watching_notices_a_ring_that_came_after_the_last_look_for_work()
    {
        var bell = new Doorbell();
        bell.Ring();
        int seen = bell.Rings;

        bell.Ring();

        Assert.True(bell.Watch(seen, LongEnough));
    }

    [Fact]
    public void Watching_ends_when_somebody_rings()
    {
        var bell = new Doorbell();
        int seen = bell.Rings;
        bool rang = false;
        var watcher = new Thread(() => rang = bell.Watch(seen, LongEnough));
        watcher.Start();

        bell.Ring();

        watcher.Join();
        Assert.True(rang);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public void Watching_gives_up_when_nobody_rings(int microseconds)
    {
        var bell = new Doorbell();
        bell.Ring();

        Assert.False(bell.Watch(bell.Rings, TimeSpan.FromMicroseconds(microseconds)));
    }

    [Fact]
    public void Every_item_is_seen_however_the_two_threads_interleave()
    {
        const int Items = 20_000;
        var bell = new Doorbell();
        int produced = 0;
        int timeouts = 0;
        var consumer = new Thread(() =>
        {
            int consumed = 0;
            while (consumed < Items)
            {
                if (consumed < Volatile.Read(ref produced))
                {
                    consumed++;
                    continue;
                }

                bell.Announce();
                if (consumed < Volatile.Read(ref produced))
                {
                    bell.Withdraw();
                    continue;
                }

                long before = Environment.TickCount64;
                bell.Sleep(TimeSpan.FromSeconds(5));
                timeouts += Environment.TickCount64 - before >= 5000 ? 1 : 0;
            }
        });
        consumer.Start();

        for (int item = 0; item < Items; item++)
        {
            Volatile.Write(ref produced, item + 1);
            bell.Ring();
            if (item % 64 == 0)
            {
                Thread.Yield();
            }
        }

        Assert.True(consumer.Join(TimeSpan.FromSeconds(60)));
        Assert.Equal(0, timeouts);
    }
}
