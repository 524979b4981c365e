using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Proposals;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V1.Proposals;

/// <summary>RFC 2407 §4.4, §4.5, RFC 2408 §4.2: what quick mode offers and takes, bundles too.</summary>
public sealed class Phase2ChoiceTests
{
    private static readonly NegotiatedLifetime Lifetime = new(3_600, 250_000);
    private static readonly EncapsulationMode[] Modes = [EncapsulationMode.Tunnel, EncapsulationMode.Transport];

    [Fact]
    public void Ah_and_esp_together_have_one_number_and_alternatives_have_others()
    {
        SaPayload offer = Offer(Together("ah:sha1", "esp:3des-md5"), Together("esp:aes128-sha256"));

        Assert.Equal([1, 1, 2], offer.Proposals.Select(proposal => (int)proposal.Number));
        Assert.Equal([IsakmpProtocol.Ah, IsakmpProtocol.Esp, IsakmpProtocol.Esp], offer.Proposals.Select(proposal => proposal.Protocol));
    }

    [Fact]
    public void Ah_numbers_its_algorithms_in_two_ways_and_esp_in_one()
    {
        SaPayload offer = Offer(Together("ah:sha1", "esp:3des-md5"), Together("esp:aes128-sha256"));
        SaTransform[] transforms = [.. offer.Proposals.Select(proposal => proposal.Transforms[0])];

        Assert.Equal([3, 3, 12], transforms.Select(transform => (int)transform.Id));
        Assert.Equal([2, 1, 5], transforms.Select(transform => (int)transform.Find(IpsecAttributeType.AuthenticationAlgorithm)!.Value));
    }

    [Fact]
    public void A_bundle_is_chosen_as_a_whole_or_not_at_all()
    {
        SaPayload offer = Offer(Together("ah:sha1", "esp:3des-md5"), Together("esp:aes128-sha256"));

        Phase2Choice? bundle = Phase2Choice.TryChoose(offer, [Together("esp:3des-md5", "ah:sha1")], Modes);
        Phase2Choice? single = Phase2Choice.TryChoose(offer, [Together("esp:aes128-sha256")], Modes);

        Assert.Equal([SaProtocol.Ah, SaProtocol.Esp], bundle!.Pairs.Select(pair => pair.Suite.Protocol));
        Assert.Equal([0x1000u, 0x2000u], bundle.Pairs.Select(pair => pair.PeerSpi));
        Assert.Equal("esp aes128-cbc hmac-sha256-128", Assert.Single(single!.Pairs).Suite.ToString());
        Assert.Null(Phase2Choice.TryChoose(offer, [Together("ah:sha1")], Modes));
        Assert.Null(Phase2Choice.TryChoose(offer, [Together("esp:3des-md5")], Modes));
    }

    [Fact]
    public void The_answer_has_our_spis_and_the_attributes_of_the_offer()
    {
        SaPayload offer = Offer(Together("ah:sha1", "esp:3des-md5"));
        Phase2Choice choice = Phase2Choice.TryChoose(offer, [Together("ah:sha1", "esp:3des-md5")], Modes)!;

        SaPayload answer = choice.Answer(protocol => protocol == SaProtocol.Ah ? 0x3000u : 0x4000u);

        Phase2Choice? accepted = Phase2Choice.TryAccept(answer, [Together("ah:sha1", "esp:3des-md5")], EncapsulationMode.Tunnel);
        Assert.Equal([0x3000u, 0x4000u], accepted!.Pairs.Select(pair => pair.PeerSpi));
        Assert.Equal(Lifetime, accepted.Pairs[0].Lifetime);
        Assert.Equal(offer.Proposals[1].Transforms[0], answer.Proposals[1].Transforms[0]);
        Assert.Null(Phase2Choice.TryAccept(answer, [Together("ah:sha1", "esp:3des-md5")], EncapsulationMode.Transport));
    }

    [Fact]
    public void The_group_must_be_the_one_that_is_asked_for()
    {
        SaPayload offer = Offer(Together("esp:aes128-sha1-modp2048"));

        Assert.Equal(14, Phase2Choice.TryChoose(offer, [Together("esp:aes128-sha1-modp2048")], Modes)!.Pairs[0].Suite.Group!.Id);
        Assert.Null(Phase2Choice.TryChoose(offer, [Together("esp:aes128-sha1")], Modes));
        Assert.Null(Phase2Choice.TryChoose(Offer(Together("esp:aes128-sha1")), [Together("esp:aes128-sha1-modp2048")], Modes));
        Assert.Single(Together("esp:aes128-sha1-modp2048-modp3072").With(15)!.Protocols[0]);
        Assert.Null(Together("esp:aes128-sha1-modp2048").With(null));
    }

    [Theory]
    [InlineData("esp:aes128gcm16", true)]
    [InlineData("esp:null-sha1", true)]
    [InlineData("esp:aes256-sha512-esn", true)]
    [InlineData("ah:sha256", true)]
    [InlineData("esp:des-sha1", false)]
    [InlineData("esp:3des-sha1", false)]
    [InlineData("esp:aes128-md5", false)]
    [InlineData("ah:md5", false)]
    [InlineData("esp:aes128-sha1-modp1024", false)]
    public void Every_suite_is_read_as_it_is_written_and_weak_ones_only_when_legacy_is_allowed(string text, bool isTaken)
    {
        Phase2Suite suite = Together(text).Protocols[0][0];
        SaTransform transform = suite.ToTransform(1, EncapsulationMode.Tunnel, Lifetime);

        Assert.Equal(suite, Phase2Suite.TryRead(suite.ProtocolId, transform, allowLegacy: true));
        Assert.Equal(isTaken, Phase2Suite.TryRead(suite.ProtocolId, transform, allowLegacy: false) is not null);
        Assert.Equal(suite.Protocol, suite.ToChildSuite().Protocol);
    }

    [Fact]
    public void Ah_must_say_the_same_algorithm_twice()
    {
        SaTransform transform = Together("ah:sha1").Protocols[0][0].ToTransform(1, EncapsulationMode.Tunnel, Lifetime);

        Assert.Null(Phase2Suite.TryRead(IsakmpProtocol.Ah, transform with { Id = 2 }, allowLegacy: true));
        Assert.Null(Phase2Suite.TryRead(IsakmpProtocol.Ah, transform with { Attributes = [] }, allowLegacy: true));
    }

    [Fact]
    public void What_ikev1_has_no_number_for_is_no_alternative()
    {
        Assert.True(ChildProposal.TryParse(SaProtocol.Esp, "chacha20poly1305", allowLegacy: false, out ChildProposal? proposal, out _));

        Assert.Null(Phase2Alternative.TryOf([proposal]));
    }

    private static SaPayload Offer(params Phase2Alternative[] alternatives) => Phase2Choice.Offer(
        alternatives, protocol => protocol == SaProtocol.Ah ? 0x1000u : 0x2000u, EncapsulationMode.Tunnel, Lifetime);

    private static Phase2Alternative Together(params string[] texts) => Phase2Alternative.TryOf(texts.Select(Parse))!;

    private static ChildProposal Parse(string text)
    {
        SaProtocol protocol = text.StartsWith("ah:", StringComparison.Ordinal) ? SaProtocol.Ah : SaProtocol.Esp;
        return ChildProposal.TryParse(protocol, text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..], allowLegacy: true, out ChildProposal? proposal, out string problem)
            ? proposal
            : throw new ArgumentException(problem);
    }
}
