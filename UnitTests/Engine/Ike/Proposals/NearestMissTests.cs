using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike.V2.Proposals;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Proposals;

/// <summary>Every refusal says what would help, and what it says helps.</summary>
public sealed class NearestMissTests
{
    [Theory]
    [InlineData(
        "aes128gcm16-prfsha256-modp2048",
        "aes128gcm16-prfsha256-x25519",
        "peer offers group modp2048 only; you allow x25519; add modp2048, or ask the peer for x25519")]
    [InlineData(
        "aes128-sha256-modp1024",
        "aes128-sha256-x25519-ecp256",
        "peer offers group modp1024 only; you allow x25519, ecp256; add modp1024 and set ike.allowLegacy, or ask the peer for x25519")]
    [InlineData(
        "aes128-aes256-sha1-x25519",
        "aes128gcm16-prfsha1-x25519",
        "peer offers encryption aes128, aes256; you allow aes128gcm16, and peer offers integrity sha1 only; you allow none; add "
        + "aes128-sha1, or ask the peer for aes128gcm16")]
    public void Says_what_differs_and_what_to_change(string offered, string allowed, string sentence)
    {
        IkeChoice.TryChoose(IkeChoice.Offer([Parse(offered)]), [Parse(allowed)], keyExchange: 0, out NearestMiss? miss);

        Assert.Equal(sentence, miss!.Explain());
    }

    [Fact]
    public void The_pair_with_the_fewest_differences_is_the_nearest()
    {
        IkeProposal[] offered = [Parse("3des-sha1-modp1024"), Parse("aes128gcm16-prfsha256-modp2048")];
        IkeProposal[] allowed = [Parse("aes128-sha256-ecp521"), Parse("aes128gcm16-prfsha256-x25519")];

        IkeChoice.TryChoose(IkeChoice.Offer(offered), allowed, keyExchange: 0, out NearestMiss? miss);

        Assert.Equal(allowed[1], miss!.Ours);
        Assert.Equal(2, miss.Theirs!.Number);
        Assert.Equal([TransformType.KeyExchange], miss.Failed);
    }

    [Fact]
    public void A_child_says_the_same()
    {
        ChildProposal ours = ChildProposalTests.Parse(SaProtocol.Esp, "aes128gcm16");
        ChildProposal theirs = ChildProposalTests.Parse(SaProtocol.Esp, "aes128gcm16-esn");

        ChildChoice.TryChoose(ChildChoice.Offer([theirs], 256), [ours], keyExchange: null, out NearestMiss? miss);

        Assert.Equal(
            "peer offers sequence numbers esn only; you allow noesn; add esn, or ask the peer for noesn",
            miss!.Explain());
    }

    [Fact]
    public void What_it_says_to_add_makes_the_choice()
    {
        var random = new Random(5);
        int missed = 0;
        for (int round = 0; round < 2_000; round++)
        {
            IkeProposal offered = Next(random);
            SaPayload offer = IkeChoice.Offer([offered]);
            if (IkeChoice.TryChoose(offer, [Next(random)], keyExchange: 0, out NearestMiss? miss) is not null)
            {
                continue;
            }

            missed++;
            Assert.NotNull(miss!.Addition);
            Assert.Equal(miss.AdditionIsLegacy, !IkeProposal.TryParse(miss.Addition, allowLegacy: false, out _, out _));
            Assert.NotNull(IkeChoice.TryChoose(offer, [Parse(miss.Addition)], keyExchange: 0, out _));
        }

        Assert.True(missed > 500);
    }

    [Fact]
    public void Sentences_stay_short_whatever_the_peer_sends()
    {
        SaTransform[] many = [.. Enumerable.Range(1000, 200).Select(id => SaTransform.Of(TransformType.Encryption, id, 128))];
        var offer = new SaPayload([IkeChoice.Offer([Parse("aes128gcm16-prfsha256-x25519")]).Proposals[0] with { Transforms = [.. many] }]);

        IkeChoice.TryChoose(offer, IkeProposal.Defaults, keyExchange: 31, out NearestMiss? miss);

        Assert.InRange(miss!.Explain().Length, 100, 1_000);
    }

    private static IkeProposal Next(Random random)
    {
        string prf = OneOf("", "-prfsha256", "-prfsha384-prfsha512");
        string cipher = random.Next(2) == 0
            ? OneOf("aes128gcm16", "aes256gcm16-aes128gcm16", "chacha20poly1305") + (prf.Length == 0 ? "-prfsha1" : prf)
            : OneOf("aes128", "aes256-aes128", "3des") + OneOf("-sha256", "-sha1-sha512", "-aesxcbc") + prf;
        return Parse($"{cipher}-{OneOf("x25519", "modp2048-modp1024", "ecp256", "x448-ecp384")}");

        string OneOf(params string[] values) => values[random.Next(values.Length)];
    }

    private static IkeProposal Parse(string text) =>
        IkeProposal.TryParse(text, allowLegacy: true, out IkeProposal? proposal, out string problem)
            ? proposal
            : throw new ArgumentException(problem);
}
