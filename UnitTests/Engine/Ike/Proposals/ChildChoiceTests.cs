using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;
using Pipeline.UnitTests.Captures;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Proposals;

/// <summary>Choosing for Child SAs.</summary>
public sealed class ChildChoiceTests
{
    private const uint PeerSpi = 0xC0000001;
    private const ushort X25519 = 31;
    private const ushort Modp2048 = 14;

    [Theory]
    [InlineData("aes128gcm16", "aes128gcm16", null, "esp aes128-gcm")]
    [InlineData("aes128gcm16-x25519", "aes128gcm16-x25519", X25519, "esp aes128-gcm curve25519")]
    [InlineData("aes128gcm16-x25519-modp2048", "aes128gcm16-modp2048-x25519", X25519, "esp aes128-gcm curve25519")]
    [InlineData("aes128gcm16-x25519-none", "aes128gcm16-x25519-none", X25519, "esp aes128-gcm curve25519")]
    [InlineData("aes128gcm16-x25519-none", "aes128gcm16-x25519-none", null, "esp aes128-gcm")]
    [InlineData("aes128gcm16-x25519-none", "aes128gcm16", X25519, "esp aes128-gcm")]
    [InlineData("aes128gcm16", "aes128gcm16-x25519-none", null, "esp aes128-gcm")]
    [InlineData("aes128gcm16-x25519-modp2048", "aes128gcm16-modp2048", X25519, "esp aes128-gcm modp2048")]
    [InlineData("aes128-sha256-esn-noesn", "aes128-sha256-esn-noesn", null, "esp aes128-cbc+hmac-sha256-128 esn")]
    [InlineData("aes128-sha256-esn-noesn", "aes128-sha256-noesn-esn", null, "esp aes128-cbc+hmac-sha256-128")]
    [InlineData("aes128-sha256-noesn", "aes128-sha256-esn-noesn", null, "esp aes128-cbc+hmac-sha256-128")]
    public void Chooses_for_ESP(string offered, string allowed, ushort? keyExchange, string suite)
    {
        SaPayload offer = ChildChoice.Offer([Esp(offered)], PeerSpi);

        ChildChoice? choice = ChildChoice.TryChoose(offer, [Esp(allowed)], keyExchange, out _);

        Assert.Equal(suite, choice?.Suite.ToString());
        Assert.Equal(PeerSpi, choice!.PeerSpi);
        ChildChoice? accepted = ChildChoice.TryAccept(choice.Answer(300), [Esp(offered)], out _);
        Assert.Equal(suite, accepted?.Suite.ToString());
        Assert.Equal(300u, accepted!.PeerSpi);
    }

    [Theory]
    [InlineData("aes128gcm16", "aes128gcm16-x25519")]
    [InlineData("aes128gcm16-x25519", "aes128gcm16")]
    [InlineData("aes128gcm16-esn", "aes128gcm16-noesn")]
    [InlineData("aes128gcm16-modp2048", "aes128gcm16-x25519")]
    public void Finds_nothing_where_a_type_does_not_fit(string offered, string allowed)
    {
        Assert.Null(ChildChoice.TryChoose(ChildChoice.Offer([Esp(offered)], PeerSpi), [Esp(allowed)], Modp2048, out NearestMiss? miss));
        Assert.Single(miss!.Failed);
    }

    [Fact]
    public void Key_exchanges_mean_nothing_in_IKE_AUTH()
    {
        SaPayload offer = ChildChoice.Offer([Esp("aes128gcm16-modp2048")], PeerSpi);

        ChildChoice? choice = ChildChoice.TryChooseInAuth(offer, [Esp("aes128gcm16-x25519")], out _);

        Assert.Null(choice!.Suite.KeyExchange);
        Assert.DoesNotContain(choice.Answer(300).Proposals[0].Transforms, transform => transform.Type == TransformType.KeyExchange);
    }

    [Fact]
    public void A_peer_that_leaves_out_sequence_numbers_gets_short_ones_and_the_same_form()
    {
        SaPayload offer = new([new SaProposal(1, ProtocolId.Esp, (byte[])[192, 0, 0, 1], [SaTransform.Of(TransformType.Encryption, 20, 128)])]);

        ChildChoice? choice = ChildChoice.TryChoose(offer, ChildProposal.Defaults, null, out _);

        Assert.False(choice!.Suite.ExtendedSequence);
        Assert.Single(choice.Answer(300).Proposals[0].Transforms);
    }

    [Fact]
    public void Chooses_for_AH()
    {
        SaPayload offer = ChildChoice.Offer([.. ChildProposal.AhDefaults], PeerSpi);

        ChildChoice? choice = ChildChoice.TryChoose(offer, [.. ChildProposal.Defaults, .. ChildProposal.AhDefaults], null, out _);

        Assert.Equal("ah hmac-sha256-128 esn", choice?.Suite.ToString());
        Assert.Null(ChildChoice.TryChoose(offer, ChildProposal.Defaults, null, out NearestMiss? miss));
        Assert.Equal(
            "peer offers AH; you allow ESP; ask the peer for aes128gcm16-aes256gcm16-chacha20poly1305-esn-noesn", miss!.Explain());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(255u)]
    public void Reserved_SPIs_are_not_usable(uint spi)
    {
        SaPayload offer = ChildChoice.Offer(ChildProposal.Defaults, spi);

        Assert.Null(ChildChoice.TryChoose(offer, ChildProposal.Defaults, null, out NearestMiss? miss));
        Assert.Null(miss!.Ours);
        Assert.Null(ChildChoice.TryAccept(new([offer.Proposals[0]]), ChildProposal.Defaults, out string problem));
        Assert.Equal("the peer answered with a reserved SPI", problem);
    }

    [Theory]
    [InlineData("ikev2-psk-gcm128-esp", "aes128gcm16")]
    [InlineData("ikev2-cert-cbc256-sha256-frag-udp", "aes256-sha256")]
    [InlineData("ikev2-eap-ctr-udp", "aes128ctr-sha512")]
    [InlineData("ikev2-ppk-ccm-udp", "aes128ccm16")]
    public void Gives_every_answer_that_was_recorded(string session, string allowed)
    {
        var replay = new IkeReplay(session);
        replay.Run();
        SaPayload[] payloads = [.. replay.Messages.Select(message => message.Find<SaPayload>()).OfType<SaPayload>()
            .Where(payload => payload.Proposals[0].Protocol == ProtocolId.Esp)];
        Assert.NotEmpty(payloads);
        for (int index = 0; index < payloads.Length; index += 2)
        {
            SaPayload answer = payloads[index + 1];

            ChildChoice? choice = ChildChoice.TryChoose(payloads[index], [Esp(allowed)], null, out NearestMiss? miss);

            Assert.True(choice is not null, miss?.ToString());
            Assert.Equal(answer, new SaPayload([choice.Proposal with { Spi = answer.Proposals[0].Spi }]));
            Assert.NotNull(ChildChoice.TryAccept(answer, [Esp(allowed)], out _));
        }
    }

    private static ChildProposal Esp(string text) => ChildProposalTests.Parse(SaProtocol.Esp, text);
}
