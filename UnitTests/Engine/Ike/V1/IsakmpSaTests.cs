using Pipeline.Crypto;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Notices;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V1;

/// <summary>Main mode and quick mode of both sides together (RFC 2409 §5.1 to §5.5).</summary>
public sealed class IsakmpSaTests
{
    private const string Weak = "des-md5-modp768";

    [Fact]
    public void Six_messages_make_phase_1_and_three_more_a_pair()
    {
        using IsakmpPair pair = new IsakmpPair().Begin();

        Assert.Equal(("Established", "Established"), (pair.A.StateName, pair.B.StateName));
        Assert.Equal(9, pair.Sent.Count);
        IsakmpPair.AssertFit(Assert.Single(IsakmpPair.Pairs(pair.OfA)), Assert.Single(IsakmpPair.Pairs(pair.OfB)));
        Assert.Contains(pair.OfB, effect => effect is Effect.UseOutbound);
    }

    [Theory]
    [InlineData("aes128-sha1-modp2048", "aes256-sha1")]
    [InlineData("aes256-sha512-ecp384", "aes256gcm16")]
    [InlineData("3des-sha1-modp1024", "3des-sha1")]
    [InlineData(Weak, "des-md5")]
    public void Every_suite_that_IKEv1_has_is_negotiated(string ike, string esp)
    {
        ConnectionOptions With(ConnectionOptions options) => options with
        {
            Proposals = [IsakmpPair.Ike(ike)],
            Children = [.. options.Children.Select(child => child with { Proposals = [IsakmpPair.Esp(esp)] })],
        };

        using IsakmpPair pair = new IsakmpPair(With, With).Begin();

        IsakmpPair.AssertFit(Assert.Single(IsakmpPair.Pairs(pair.OfA)), Assert.Single(IsakmpPair.Pairs(pair.OfB)));
    }

    [Fact]
    public void Perfect_forward_secrecy_brings_a_key_exchange_of_its_own()
    {
        ConnectionOptions With(ConnectionOptions options) => options with
        {
            Children = [.. options.Children.Select(child => child with { Proposals = [IsakmpPair.Esp("aes128-sha256-modp2048")] })],
        };

        using IsakmpPair pair = new IsakmpPair(With, With).Begin();

        IsakmpPair.AssertFit(Assert.Single(IsakmpPair.Pairs(pair.OfA)), Assert.Single(IsakmpPair.Pairs(pair.OfB)));
        Assert.True(pair.Sent[6].Length > 256);
    }

    [Fact]
    public void Another_preshared_key_is_told_from_silence()
    {
        using var secret = new SecretBytes("another secret"u8);
        var other = new PresharedKeyMethod(secret);
        using IsakmpPair pair = new IsakmpPair(options => options with { OwnProof = other, PeerProofs = [other] }).Begin();

        pair.Fire(ofA: false, new IkeTimer(IkeTimerKind.HalfOpen));

        Assert.Equal(AuthenticationProblem.WrongPresharedKey, Assert.Single(IsakmpPair.Failures(pair.OfB)).Authentication!.Problem);
        Assert.True(pair.B.IsClosed);
        Assert.False(pair.A.IsClosed);
    }

    [Fact]
    public void No_common_proposal_names_what_both_sides_have()
    {
        using IsakmpPair pair = new IsakmpPair(options => options with { Proposals = [IsakmpPair.Ike(Weak)] }).Begin();

        IkeFailure failure = Assert.Single(IsakmpPair.Failures(pair.OfB));
        Assert.Equal(FailureCause.NoCommonProposal, failure.Cause);
        Assert.Contains("des-cbc prfmd5 modp768", failure.Explanation, StringComparison.Ordinal);
        Assert.Contains("aes256-cbc prfsha256 modp2048", failure.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_message_may_come_twice()
    {
        using var pair = new IsakmpPair { Fate = datagram => [datagram, datagram] };
        pair.Begin();

        IsakmpPair.AssertFit(Assert.Single(IsakmpPair.Pairs(pair.OfA)), Assert.Single(IsakmpPair.Pairs(pair.OfB)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_message_that_is_lost_is_sent_again(int lost)
    {
        int number = 0;
        using var pair = new IsakmpPair { Fate = datagram => number++ == lost ? [] : [datagram] };
        pair.Begin();

        foreach (IkeTimer timer in pair.OfA.OfType<Effect.StartTimer>().Select(start => start.Timer).Where(timer => timer.Kind == IkeTimerKind.Retransmit).ToArray())
        {
            pair.Fire(ofA: true, timer);
        }

        foreach (IkeTimer timer in pair.OfA.OfType<Effect.StartTimer>().Select(start => start.Timer).Where(timer => timer.Kind == IkeTimerKind.Retransmit).ToArray())
        {
            pair.Fire(ofA: true, timer);
        }

        IsakmpPair.AssertFit(Assert.Single(IsakmpPair.Pairs(pair.OfA)), Assert.Single(IsakmpPair.Pairs(pair.OfB)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_rekey_makes_another_pair_before_the_old_one_goes(bool byA)
    {
        using IsakmpPair pair = new IsakmpPair().Begin();
        List<Effect> own = byA ? pair.OfA : pair.OfB;
        uint old = IsakmpPair.Pairs(own)[0].Inbound.Spi;

        pair.Order(byA, new IkeOrder.RekeyChild(old));

        Assert.Equal((2, 2), (IsakmpPair.Pairs(pair.OfA).Count, IsakmpPair.Pairs(pair.OfB).Count));
        pair.Fire(byA, new IkeTimer(IkeTimerKind.Straggler, old));
        ChildPair left = Assert.Single(IsakmpPair.Pairs(pair.OfA));
        IsakmpPair.AssertFit(left, Assert.Single(IsakmpPair.Pairs(pair.OfB)));
        Assert.NotEqual(old, left.Inbound.Spi);
    }

    [Fact]
    public void A_termination_takes_everything_with_it_on_both_sides()
    {
        using IsakmpPair pair = new IsakmpPair().Begin();

        pair.Order(toA: true, new IkeOrder.Terminate());

        Assert.Empty(IsakmpPair.Pairs(pair.OfA));
        Assert.Empty(IsakmpPair.Pairs(pair.OfB));
        Assert.True(pair.A.IsClosed && pair.B.IsClosed);
    }

    [Fact]
    public void The_pairs_outlive_the_ISAKMP_SA_that_ran_out_of_time()
    {
        using IsakmpPair pair = new IsakmpPair().Begin();

        pair.Fire(ofA: true, new IkeTimer(IkeTimerKind.Lifetime));

        Assert.Single(IsakmpPair.Pairs(pair.OfA));
        Assert.Single(IsakmpPair.Pairs(pair.OfB));
        Assert.True(pair.A.Established!.IsReplaced && pair.B.Established!.IsReplaced);
        Assert.Contains(pair.OfB, effect => effect is Effect.LeaveChildren);
    }

    [Fact]
    public void The_last_pair_of_an_ISAKMP_SA_that_is_over_ends_it()
    {
        using IsakmpPair pair = new IsakmpPair().Begin();
        pair.Fire(ofA: true, new IkeTimer(IkeTimerKind.Lifetime));

        pair.Order(toA: true, new IkeOrder.DeleteChild(IsakmpPair.Pairs(pair.OfA)[0].Inbound.Spi));

        Assert.True(pair.A.IsClosed);
    }

    [Fact]
    public void A_message_of_ours_that_comes_back_and_recorded_ones_change_nothing()
    {
        using IsakmpPair pair = new IsakmpPair().Begin();
        pair.Order(toA: true, new IkeOrder.CheckPeer());
        byte[][] recorded = [.. pair.Sent];
        (int effectsOfA, int effectsOfB) = (pair.OfA.Count, pair.OfB.Count);

        foreach (byte[] datagram in recorded)
        {
            pair.Deliver(toA: true, datagram);
            pair.Deliver(toA: false, datagram);
        }

        Assert.Equal((effectsOfA, effectsOfB), (pair.OfA.Count, pair.OfB.Count));
        Assert.Single(IsakmpPair.Pairs(pair.OfB));
    }

    [Fact]
    public void A_sign_of_life_is_answered()
    {
        using IsakmpPair pair = new IsakmpPair().Begin();
        int before = pair.Sent.Count;

        pair.Order(toA: true, new IkeOrder.CheckPeer());

        Assert.Equal(before + 2, pair.Sent.Count);
    }

    [Fact]
    public void A_peer_that_answers_no_sign_of_life_is_dead()
    {
        using IsakmpPair pair = new IsakmpPair().Begin();
        pair.Fate = _ => [];

        for (int times = 0; times < 10 && !pair.A.IsClosed; times++)
        {
            pair.Fire(ofA: true, new IkeTimer(IkeTimerKind.Liveness));
        }

        Assert.Equal(FailureCause.NoAnswer, Assert.Single(IsakmpPair.Failures(pair.OfA)).Cause);
        Assert.Empty(IsakmpPair.Pairs(pair.OfA));
    }

    [Fact]
    public void Nothing_in_the_clear_counts_once_there_are_keys()
    {
        using IsakmpPair pair = new IsakmpPair().Begin();
        var state = (Pipeline.Engine.Ike.V1.Established)pair.B.State;
        IsakmpMessage forged = state.Sa.Message(
            IsakmpExchangeType.Informational, 7, new DeletePayload(IsakmpProtocol.Isakmp, [IsakmpNotices.Cookies(state.Sa)]));

        pair.Deliver(toA: true, forged.Write());

        Assert.False(pair.A.IsClosed);
    }

    [Fact]
    public void Traffic_that_no_child_covers_is_refused_and_explained()
    {
        using IsakmpPair pair = new IsakmpPair(options => options with { Children = [options.Children[0] with { Selectors = null }] }).Begin();

        Assert.Equal(FailureCause.Selectors, Assert.Single(IsakmpPair.Failures(pair.OfB)).Cause);
        Assert.Equal(FailureCause.Selectors, Assert.Single(IsakmpPair.Failures(pair.OfA)).Cause);
        Assert.Equal("Established", pair.A.StateName);
    }

    [Fact]
    public void Random_bytes_and_altered_messages_never_throw()
    {
        using IsakmpPair pair = new IsakmpPair().Begin();
        byte[][] seen = [.. pair.Sent];
        var random = new Random(5);
        for (int round = 0; round < 3000; round++)
        {
            byte[] datagram = [.. seen[random.Next(seen.Length)]];
            for (int change = random.Next(4); change >= 0; change--)
            {
                datagram[random.Next(datagram.Length)] = (byte)random.Next(256);
            }

            pair.Deliver(toA: round % 2 == 0, datagram);
        }

        Assert.Equal(("Established", "Established"), (pair.A.StateName, pair.B.StateName));
        Assert.Single(IsakmpPair.Pairs(pair.OfA));
    }
}
