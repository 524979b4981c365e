using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Sa;

/// <summary>What the SAD of a shard tells those who remember its answers (RFC 4301 §4.4.2).</summary>
public sealed class SaDatabaseTests
{
    private const string Suite = "aes128-gcm";

    private readonly SaDatabase _sas = new();

    [Fact]
    public void Inbound_sas_come_and_go_without_making_outbound_answers_old()
    {
        using InboundSa inbound = TestSa.Of(Suite).Inbound();
        int before = _sas.OutboundGeneration;

        Assert.True(_sas.TryInstall(inbound));
        Assert.False(_sas.TryInstall(inbound));
        Assert.True(_sas.Remove(inbound));
        Assert.False(_sas.Remove(inbound));

        Assert.Equal(before, _sas.OutboundGeneration);
    }

    [Fact]
    public void An_outbound_sa_changes_the_answer_when_it_comes_and_when_it_is_replaced_and_not_when_what_was_replaced_goes()
    {
        using OutboundSa first = TestSa.Of(Suite).Outbound();
        using OutboundSa second = (TestSa.Of(Suite) with { Spi = 0x2002 }).Outbound();

        Assert.True(Changes(() => _sas.Install(first)));
        Assert.True(Changes(() => _sas.Install(second)));
        Assert.False(Changes(() => Assert.False(_sas.Remove(first))));
        Assert.True(Changes(() => Assert.True(_sas.Remove(second))));
        Assert.False(Changes(() => Assert.False(_sas.Remove(second))));
    }

    [Fact]
    public void When_the_newer_of_two_that_were_made_at_once_goes_the_older_carries_again()
    {
        using OutboundSa older = TestSa.Of(Suite).Outbound();
        using OutboundSa newer = (TestSa.Of(Suite) with { Spi = 0x2002 }).Outbound();
        _sas.Install(older);
        _sas.Install(newer);

        Assert.True(Changes(() => Assert.True(_sas.Remove(newer))));

        Assert.True(_sas.TryFindOutbound(TestSa.Name, default, out OutboundBundle bundle));
        Assert.Same(older, bundle.First);
        Assert.True(Changes(() => Assert.True(_sas.Remove(older))));
        Assert.False(_sas.TryFindOutbound(TestSa.Name, default, out _));
    }

    [Fact]
    public void What_has_yielded_carries_nothing_even_when_it_was_replaced_here()
    {
        using OutboundSa older = TestSa.Of(Suite).Outbound();
        using OutboundSa newer = (TestSa.Of(Suite) with { Spi = 0x2002 }).Outbound();
        _sas.Install(older);
        _sas.Install(newer);

        Assert.False(Changes(() => Assert.False(_sas.Yield(older))));
        Assert.True(Changes(() => Assert.True(_sas.Yield(newer))));
        Assert.False(_sas.TryFindOutbound(TestSa.Name, default, out _));
        Assert.Equal(2, _sas.OutboundCount);
        Assert.False(Changes(() => Assert.False(_sas.Remove(newer))));

        Assert.True(Changes(() => _sas.Resume(older)));
        Assert.True(_sas.TryFindOutbound(TestSa.Name, default, out OutboundBundle bundle));
        Assert.Same(older, bundle.First);
    }

    [Fact]
    public void A_bundle_comes_back_whole()
    {
        (SaParameters espParameters, SaParameters ahParameters) = TestSa.Bundle(Suite, "ah:hmac-sha256-128");
        using OutboundSa esp = espParameters.Outbound();
        using OutboundSa ah = ahParameters.Outbound();
        using OutboundSa newEsp = (TestSa.Bundle(Suite, "ah:hmac-sha256-128").Esp with { Spi = 0x2002 }).Outbound();
        using OutboundSa newAh = (TestSa.Bundle(Suite, "ah:hmac-sha256-128").Ah with { Spi = 0x2003 }).Outbound();
        Array.ForEach([esp, ah, newEsp, newAh], _sas.Install);

        Assert.True(_sas.Remove(newEsp));
        _sas.Remove(newAh);

        Assert.True(_sas.TryFindOutbound(espParameters.Bundle!, default, out OutboundBundle bundle));
        Assert.Equal<OutboundSa?>([esp, ah], [bundle.First, bundle.Second]);
    }

    [Fact]
    public void Half_a_bundle_changes_the_answer_once_the_other_half_is_there()
    {
        (SaParameters espParameters, SaParameters ahParameters) = TestSa.Bundle(Suite, "ah:hmac-sha256-128");
        using OutboundSa esp = espParameters.Outbound();
        using OutboundSa ah = ahParameters.Outbound();

        Assert.False(Changes(() => _sas.Install(esp)));
        Assert.True(Changes(() => _sas.Install(ah)));
        Assert.True(Changes(() => Assert.True(_sas.Remove(esp))));
        Assert.False(Changes(() => Assert.False(_sas.Remove(ah))));
    }

    [Fact]
    public void A_moved_sa_is_found_by_its_new_destination_and_a_successor_keeps_the_name()
    {
        using OutboundSa old = (TestSa.Of(Suite) with { UdpEncapsulation = new(4500, 4500) }).Outbound();
        using OutboundSa successor = (TestSa.Of(Suite) with { Spi = 0x2002 }).Outbound();
        IpAddress there = WirePackets.DestinationV4;
        _sas.Install(old);
        _sas.Install(successor);

        Assert.False(Changes(() => Assert.True(_sas.Move(old, new(TestSa.GatewayV4, 4500), new(there, 1024)))));

        Assert.False(_sas.TryFindOutbound(SaProtocol.Esp, TestSa.Spi, TestSa.PeerV4, out _));
        Assert.True(_sas.TryFindOutbound(SaProtocol.Esp, TestSa.Spi, there, out OutboundSa found));
        Assert.Same(old, found);
        Assert.True(_sas.TryFindOutbound(TestSa.Name, default, out OutboundBundle bundle));
        Assert.Same(successor, bundle.First);
        Assert.False(_sas.Remove(old));
        Assert.False(_sas.TryFindOutbound(SaProtocol.Esp, TestSa.Spi, there, out _));
    }

    private bool Changes(Action action)
    {
        int before = _sas.OutboundGeneration;
        action();
        return _sas.OutboundGeneration != before;
    }
}
