using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1.Proposals;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V1.Proposals;

/// <summary>RFC 2409 appendix A: what phase 1 offers and takes.</summary>
public sealed class Phase1ChoiceTests
{
    private static readonly NegotiatedLifetime Lifetime = new(28_800, 100_000);

    [Fact]
    public void An_offer_has_a_transform_for_each_suite()
    {
        SaTransform[] transforms = [.. Offer("aes256-3des-sha1-md5-modp2048-modp1024").Proposals[0].Transforms];

        Assert.Equal(8, transforms.Length);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], transforms.Select(transform => (int)transform.Number));
        Assert.Equal(7ul, transforms[0].Find(OakleyAttributeType.EncryptionAlgorithm));
        Assert.Equal(256ul, transforms[0].Find(OakleyAttributeType.KeyLength));
        Assert.Equal(5ul, transforms[^1].Find(OakleyAttributeType.EncryptionAlgorithm));
        Assert.Equal(1ul, transforms[^1].Find(OakleyAttributeType.HashAlgorithm));
        Assert.Equal(2ul, transforms[^1].Find(OakleyAttributeType.GroupDescription));
        Assert.Null(transforms[^1].Find(OakleyAttributeType.KeyLength));
    }

    [Fact]
    public void What_ikev1_has_no_number_for_is_left_out()
    {
        Assert.Single(Offer("aes128-sha256-x25519-modp2048").Proposals[0].Transforms);
        Assert.True(IkeProposal.TryParse("aes128gcm16-prfsha256-modp2048", allowLegacy: false, out IkeProposal? proposal, out _));
        Assert.Empty(Phase1Suite.Of(proposal, OakleyAuthMethod.PresharedKey));
    }

    [Fact]
    public void The_responder_s_order_decides_and_its_answer_is_the_transform_as_it_was_offered()
    {
        SaPayload offer = Offer("3des-aes128-sha1-modp2048");

        Phase1Choice? choice = Phase1Choice.TryChoose(offer, Suites("aes128-3des-sha1-modp2048"));

        Assert.Equal("aes128-cbc", choice!.Suite.Encryption.Name);
        Assert.Equal(Lifetime, choice.Lifetime);
        Assert.Equal(offer.Proposals[0].Transforms[1], Assert.Single(choice.Answer.Proposals[0].Transforms));
        Assert.Equal(choice, Phase1Choice.TryAccept(choice.Answer, Suites("3des-aes128-sha1-modp2048")));
    }

    [Fact]
    public void Attributes_of_the_peer_s_own_change_nothing()
    {
        SaTransform transform = Offer("aes128-sha1-modp2048").Proposals[0].Transforms[0];
        transform = transform with { Attributes = [.. transform.Attributes, SaAttributeValue.Of(32_001, 5)] };

        Assert.NotNull(Phase1Suite.TryRead(transform, allowLegacy: false));
    }

    [Theory]
    [InlineData("aes128-sha1-modp2048", true)]
    [InlineData("3des-sha1-modp2048", false)]
    [InlineData("des-sha1-modp2048", false)]
    [InlineData("aes128-md5-modp2048", false)]
    [InlineData("aes128-sha1-modp768", false)]
    [InlineData("aes128-sha1-modp1024", false)]
    [InlineData("aes128-sha1-modp1536", false)]
    public void Weak_algorithms_are_taken_only_when_legacy_is_allowed(string proposal, bool isTaken)
    {
        SaTransform transform = Offer(proposal).Proposals[0].Transforms[0];

        Assert.Equal(isTaken, Phase1Suite.TryRead(transform, allowLegacy: false) is not null);
        Assert.NotNull(Phase1Suite.TryRead(transform, allowLegacy: true));
    }

    [Fact]
    public void Nothing_that_was_not_offered_is_accepted()
    {
        SaPayload answer = Offer("aes128-sha1-modp2048");

        Assert.NotNull(Phase1Choice.TryAccept(answer, Suites("aes128-sha1-modp2048")));
        Assert.Null(Phase1Choice.TryAccept(answer, Suites("aes256-sha1-modp2048")));
        Assert.Null(Phase1Choice.TryAccept(Offer("aes128-aes256-sha1-modp2048"), Suites("aes128-aes256-sha1-modp2048")));
        Assert.Null(Phase1Choice.TryChoose(answer, Suites("aes128-sha256-modp2048")));
    }

    private static IEnumerable<Phase1Suite> Suites(string text) =>
        IkeProposal.TryParse(text, allowLegacy: true, out IkeProposal? proposal, out string problem)
            ? Phase1Suite.Of(proposal, OakleyAuthMethod.PresharedKey)
            : throw new ArgumentException(problem);

    private static SaPayload Offer(string text) => Phase1Choice.Offer(Suites(text), Lifetime);
}
