using Microsoft.Extensions.Time.Testing;
using Pipeline.Actors.Ike.Status;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Sa;
using Pipeline.UnitTests.Simulation;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Actors.Ike;

/// <summary>What whole gateways do when time passes; the clock is the test's, so that hours take no time.</summary>
public sealed class IkeTimersTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task An_unanswered_request_is_sent_again_ever_later_and_given_up_in_the_end()
    {
        await using var pair = new IkePair(time: _time);
        await pair.StartAsync();
        pair.A.Transport.IsCut = true;
        await pair.A.Core.Ike!.InitiateAsync("a");

        var sentAt = new List<int>();
        IkeStatus status = await pair.A.Core.Ike!.StatusAsync();
        for (int second = 0; second < 300 && status.Connections[0].LastFailure is null; second++)
        {
            sentAt.AddRange(Enumerable.Repeat(second, pair.A.Transport.Sent - sentAt.Count));
            _time.Advance(TimeSpan.FromSeconds(1));
            status = await pair.A.Core.Ike!.StatusAsync();
        }

        Assert.Equal(FailureCause.NoAnswer, status.Connections[0].LastFailure?.Cause);
        Assert.Equal(6, sentAt.Count);
        int[] gaps = [.. sentAt.Zip(sentAt.Skip(1), (earlier, later) => later - earlier)];
        Assert.Equal(gaps.Order(), gaps);
        Assert.InRange(gaps[0], 3, 5);
        await PassAsync(pair, 31);
        Assert.Empty((await pair.A.Core.Ike!.StatusAsync()).IkeSas);
    }

    [Fact]
    public async Task A_connection_that_shall_stand_is_begun_again_after_a_pause()
    {
        await using var pair = new IkePair(time: _time, initiation: Initiation.Start);
        await pair.B.StartAsync();
        pair.A.Transport.IsCut = true;
        await pair.A.StartAsync();
        await PassUntilAsync(pair, 300, async () => (await pair.A.Core.Ike!.StatusAsync()).Connections[0].LastFailure is not null);

        pair.A.Transport.IsCut = false;

        await PassUntilAsync(pair, 70, async () => (await pair.A.EstablishedAsync()).Length == 1);
    }

    [Fact]
    public async Task A_peer_that_does_not_go_on_is_forgotten()
    {
        await using var pair = new IkePair(time: _time);
        await pair.StartAsync();
        pair.B.Flood(3);
        await pair.B.AwaitAsync(status => status.HalfOpenCount == 3);

        await PassUntilAsync(pair, 62, async () => (await pair.B.Core.Ike!.StatusAsync()) is { IkeSas.Count: 0, HalfOpenCount: 0 });
    }

    [Fact]
    public async Task A_peer_that_is_gone_is_noticed_and_its_SAs_go()
    {
        await using var pair = new IkePair(time: _time);
        await EstablishAsync(pair);

        (pair.A.Transport.IsCut, pair.B.Transport.IsCut) = (true, true);

        await PassUntilAsync(pair, 240, async () => (await pair.A.EstablishedAsync()).Length == 0 && (await pair.B.EstablishedAsync()).Length == 0);
    }

    [Fact]
    public async Task Traffic_is_a_sign_of_life_and_spares_the_question()
    {
        await using var pair = new IkePair(time: _time);
        await EstablishAsync(pair);
        int sent = pair.A.Transport.Sent + pair.B.Transport.Sent;

        for (int round = 0; round < 10; round++)
        {
            IkePair.Carry(pair.A, pair.B, 3);
            IkePair.Carry(pair.B, pair.A, 3);
            await PassAsync(pair, 20);
        }

        Assert.Equal(sent, pair.A.Transport.Sent + pair.B.Transport.Sent);
        await PassUntilAsync(pair, 61, () => Task.FromResult(pair.A.Transport.Sent + pair.B.Transport.Sent > sent));
    }

    [Fact]
    public async Task Keys_are_replaced_when_they_are_old()
    {
        await using var pair = new IkePair(a: options => options with
        {
            LivenessInterval = TimeSpan.FromMinutes(5),
            Children = [options.Children[0] with { Lifetime = new() { SoftAge = TimeSpan.FromHours(1), HardAge = TimeSpan.FromHours(2) } }],
        }, b: options => options with { LivenessInterval = TimeSpan.FromMinutes(5) }, time: _time);
        await EstablishAsync(pair);
        IkeSaStatus before = (await pair.A.EstablishedAsync())[0];

        await PassUntilAsync(pair, 3600, () => HasAsync(pair, sa => sa.Children is [{ } child] && child.InboundSpi != before.Children[0].InboundSpi), 20);
        Assert.Equal(before.LocalSpi, (await pair.A.EstablishedAsync())[0].LocalSpi);
        await PassUntilAsync(pair, 4 * 3600, () => HasAsync(pair, sa => sa.LocalSpi != before.LocalSpi), 60);
        IkePair.Carry(pair.A, pair.B, 10);
    }

    [Fact]
    public async Task A_NAT_is_kept_open_by_whoever_is_behind_it()
    {
        await using var pair = new IkePair(time: _time);
        pair.PutNat(20_000);
        await EstablishAsync(pair);

        await PassUntilAsync(pair, 21, () => Task.FromResult(pair.A.Transport.KeepAlives == 1));
        await PassUntilAsync(pair, 21, () => Task.FromResult(pair.A.Transport.KeepAlives == 2));
        Assert.Equal(0, pair.B.Transport.KeepAlives);
    }

    [Fact]
    public async Task A_child_that_reached_its_hard_age_is_gone_even_when_nobody_answers()
    {
        await using var pair = new IkePair(
            a: options => options with
            {
                LivenessInterval = TimeSpan.Zero,
                Retransmissions = options.Retransmissions with { Tries = 30 },
                Children = [options.Children[0] with { Lifetime = new() { SoftAge = TimeSpan.FromSeconds(50), HardAge = TimeSpan.FromSeconds(60) } }],
            },
            time: _time);
        await EstablishAsync(pair);
        var expired = new List<SaParameters>();
        pair.A.Core.Subscribe<Pipeline.Actors.Sa.SaExpired>(fact => expired.Add(fact.Parameters));

        pair.A.Transport.IsCut = true;

        await PassUntilAsync(pair, 70, () => Task.FromResult(expired.Count == 2));
    }

    [Fact]
    public async Task A_connection_that_fails_again_and_again_is_begun_once_a_minute()
    {
        await using var pair = new IkePair(b: options => options with { PeerProofs = [IkeWorld.Psk("another")] }, time: _time, initiation: Initiation.Start);
        await pair.B.StartAsync();
        await pair.A.StartAsync();
        await PassAsync(pair, 180);
        int attempts = Attempts();

        await PassAsync(pair, 180);

        Assert.InRange(Attempts() - attempts, 2, 4);

        int Attempts() => pair.A.TakeEvents().OfType<NegotiationEvent.Failed>().Count();
    }

    private static async Task EstablishAsync(IkePair pair)
    {
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 1);
    }

    private static async Task<bool> HasAsync(IkePair pair, Func<IkeSaStatus, bool> wanted) => (await pair.A.EstablishedAsync()) is [{ } sa] && wanted(sa);

    /// <summary>Lets seconds pass one by one: everybody has done what is due before the next.</summary>
    private async Task PassAsync(IkePair pair, int seconds)
    {
        for (int second = 0; second < seconds; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await SettleAsync(pair);
        }
    }

    /// <summary>Lets time pass until something is so; fails when it is not within so many seconds.</summary>
    private async Task PassUntilAsync(IkePair pair, int seconds, Func<Task<bool>> condition, int step = 1)
    {
        for (int passed = 0; passed <= seconds; passed += step)
        {
            if (await condition())
            {
                return;
            }

            _time.Advance(TimeSpan.FromSeconds(step));
            await SettleAsync(pair);
        }

        // What is due may still be on its way between threads.
        for (int again = 0; again < 200; again++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"It was not so within {seconds} s.");
    }

    /// <summary>Waits until every message has come and was handled: what is asked is answered behind all that waits before it.</summary>
    private static async Task SettleAsync(IkePair pair)
    {
        bool isQuiet = false;
        for (int round = 0; round < 500 && !isQuiet; round++)
        {
            int sent = pair.A.Transport.Delivered + pair.B.Transport.Delivered;
            IkeStatus a = await pair.A.Core.Ike!.StatusAsync();
            IkeStatus b = await pair.B.Core.Ike!.StatusAsync();
            isQuiet = a.Counters.Received >= pair.B.Transport.Delivered
                && b.Counters.Received >= pair.A.Transport.Delivered
                && sent == pair.A.Transport.Delivered + pair.B.Transport.Delivered;
        }
    }
}
