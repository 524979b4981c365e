using Pipeline.Engine.DataPath.Negotiation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.ClearTraffic;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath.Negotiation;

/// <summary>The seed's two options: answer unsecured requests with IPsec, and talk to hosts that have none. Neither ever downgrades.</summary>
public sealed class UnsecuredTrafficTests : IDisposable, INegotiations
{
    private static readonly byte[] Out = TestPackets.Ipv4();
    private static readonly byte[] In = TestPackets.Reversed(Out);

    private readonly List<string> _wanted = [];
    private readonly PathRig _rig;

    public UnsecuredTrafficTests() => _rig = new PathRig(negotiations: this);

    [Fact]
    public void A_silent_host_is_talked_to_in_the_clear_after_the_wait_and_not_before()
    {
        Use(new UnsecuredTraffic { FallsBackToClear = true });

        Assert.Empty(_rig.Send(At(0), Out));
        Assert.Empty(_rig.Send(At(2.9), Out));
        Assert.Equal([Out, Out], _rig.Send(At(3)));
        Assert.Equal([Out], _rig.Send(At(3.1), Out));
        Assert.Equal([In], _rig.Receive(At(3.2), In));
        Assert.Equal(0, _rig.OutboundDrops.Total);
    }

    [Fact]
    public void Without_that_option_nothing_leaves()
    {
        Use(new UnsecuredTraffic { AcceptsInbound = true });

        _rig.Send(At(0), Out);
        Assert.Empty(_rig.Send(At(100)));

        Assert.Equal(1, _rig.OutboundDrops[DropReason.NoSa]);
    }

    [Fact]
    public void An_SA_that_comes_later_takes_over_and_there_is_no_way_back()
    {
        Use(new UnsecuredTraffic { FallsBackToClear = true });
        _rig.Send(At(0), Out);
        _rig.Send(At(3));
        (Pipeline.Engine.Sa.OutboundSa sa, _) = _rig.Install(TestSa.Of("aes128-gcm"));

        byte[] sent = Assert.Single(_rig.Send(At(4), Out));
        Assert.NotEqual(Out, sent);
        Assert.Empty(_rig.Receive(At(4.1), In));
        Assert.Equal(1, _rig.InboundDrops[DropReason.Unprotected]);

        _rig.Sas.Remove(sa);
        _rig.Send(At(5), Out);
        Assert.Empty(_rig.Send(At(1000)));
        Assert.Equal(1, _rig.OutboundDrops[DropReason.NoSa]);
        Assert.Empty(_rig.Receive(At(1000), In));
    }

    [Fact]
    public void IKE_is_tried_again_while_a_host_is_talked_to_in_the_clear()
    {
        Use(new UnsecuredTraffic { FallsBackToClear = true, RetryAfter = TimeSpan.FromSeconds(60) });
        _rig.Send(At(0), Out);
        _rig.Send(At(3));
        _wanted.Clear();

        _rig.Send(At(62), Out);
        Assert.Empty(_wanted);
        Assert.Equal([Out], _rig.Send(At(63), Out));
        Assert.Equal([TestSa.Name], _wanted);
    }

    [Fact]
    public void An_unsecured_request_is_taken_and_its_answer_waits_for_an_SA()
    {
        Use(new UnsecuredTraffic { AcceptsInbound = true });

        Assert.Equal([In], _rig.Receive(In));
        Assert.Empty(_rig.Send(Out));
        Assert.Equal([TestSa.Name], _wanted);

        _rig.Install(TestSa.Of("aes128-gcm"));
        Assert.NotEqual(Out, Assert.Single(_rig.Send(At(1))));
    }

    [Fact]
    public void What_an_SA_protects_is_not_taken_in_the_clear_any_more()
    {
        Use(new UnsecuredTraffic { AcceptsInbound = true });
        _rig.Install(TestSa.Of("aes128-gcm"));

        Assert.Empty(_rig.Receive(In));
        Assert.Equal(1, _rig.InboundDrops[DropReason.Unprotected]);
    }

    [Fact]
    public void A_policy_that_allows_it_no_more_ends_it_at_once()
    {
        Use(new UnsecuredTraffic { FallsBackToClear = true });
        _rig.Send(At(0), Out);
        _rig.Send(At(3));

        Use(UnsecuredTraffic.Refuse);

        Assert.Empty(_rig.Send(At(4), Out));
        Assert.Empty(_rig.Receive(At(4), In));
    }

    void INegotiations.Wanted(string saName, in FlowKey flow) => _wanted.Add(saName);

    public void Dispose() => _rig.Dispose();

    private void Use(UnsecuredTraffic unsecured) =>
        _rig.Publish(PathRig.Rule(FilterAction.Negotiate, TrafficSelector.Any, TestSa.Name) with { Unsecured = unsecured });

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
