using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;
using Pipeline.UnitTests.Captures;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Proposals;

/// <summary>RFC 7296 §2.7, §3.3.6: choosing among the peer's proposals, and checking what the peer chose.</summary>
public sealed class IkeChoiceTests
{
    private const ushort X25519 = 31;
    private const ushort Modp2048 = 14;

    [Theory]
    [InlineData("aes128gcm16-prfsha256-x25519", "aes128gcm16-prfsha256-x25519", "aes128-gcm prfsha256 curve25519")]
    [InlineData("aes256-aes128-sha256-modp2048", "aes128-aes256-sha256-modp2048", "aes128-cbc+hmac-sha256-128 prfsha256 modp2048")]
    [InlineData("aes128-sha1-x25519 aes128gcm16-prfsha256-x25519", "aes128gcm16-prfsha256-x25519 aes128-sha1-x25519",
        "aes128-gcm prfsha256 curve25519")]
    [InlineData("aes256gcm16-aes128gcm16-prfsha256-ecp384-x25519", "aes128gcm16-prfsha256-ecp384-x25519", "aes128-gcm prfsha256 curve25519")]
    [InlineData("aes128gcm16-prfsha256-modp2048", "aes128gcm16-prfsha256-ecp256-modp2048", "aes128-gcm prfsha256 modp2048")]
    public void Our_order_decides_except_for_the_group_that_is_here(string offered, string allowed, string suite)
    {
        SaPayload offer = IkeChoice.Offer(Parse(offered));

        IkeChoice? choice = IkeChoice.TryChoose(offer, Parse(allowed), X25519, out NearestMiss? miss);

        Assert.Null(miss);
        Assert.Equal(suite, choice!.Suite.ToString());
        Assert.Equal(suite, IkeChoice.TryAccept(choice.Answer(), Parse(offered), out string problem)?.Suite.ToString());
        Assert.Empty(problem);
    }

    [Theory]
    [InlineData("ikev2-psk-gcm128-esp", "aes128gcm16-prfsha256-x25519")]
    [InlineData("ikev2-cert-cbc256-sha256-frag-udp", "aes256-sha256-modp2048")]
    [InlineData("ikev2-eap-ctr-udp", "aes256ctr-aesxcbc-modp2048")]
    [InlineData("ikev2-ppk-ccm-udp", "aes128ccm16-prfsha256-ecp256")]
    public void Gives_the_answer_that_was_recorded(string session, string allowed)
    {
        IkeMessage[] messages = [.. RecordedIke.Read(session).Take(2).Select(Read)];
        SaPayload offer = messages[0].Find<SaPayload>()!;

        IkeChoice? choice = IkeChoice.TryChoose(offer, Parse(allowed), messages[0].Find<KePayload>()!.Method, out _);

        Assert.Equal(messages[1].Find<SaPayload>(), choice?.Answer());
        Assert.NotNull(IkeChoice.TryAccept(messages[1].Find<SaPayload>()!, Parse(allowed), out _));
        Assert.Equal(Sorted(offer), Sorted(IkeChoice.Offer(Parse(allowed))));
    }

    [Fact]
    public void A_proposal_with_an_additional_key_exchange_is_not_one_of_ours()
    {
        SaPayload offer = Read(RecordedIke.Read("ikev2-mlkem768-chacha-udp").First()).Find<SaPayload>()!;

        Assert.Null(IkeChoice.TryChoose(offer, Parse("chacha20poly1305-prfsha256-x25519"), X25519, out NearestMiss? miss));
        Assert.Equal([TransformType.AdditionalKeyExchange1], miss!.Failed);
        Assert.Null(miss.Addition);
        Assert.Equal(
            "peer offers additional key exchange number 36 only; you allow none; ask the peer to leave it out", miss.Explain());
    }

    [Fact]
    public void An_optional_additional_key_exchange_is_left_out()
    {
        SaPayload offer = Offer(
            [.. Gcm, SaTransform.Of(TransformType.AdditionalKeyExchange1, 36), SaTransform.Of(TransformType.AdditionalKeyExchange1, 0)]);

        IkeChoice? choice = IkeChoice.TryChoose(offer, IkeProposal.Defaults, X25519, out _);

        Assert.Equal("1:20/128 2:5 4:31 6:0", Numbers(choice!.Proposal));
    }

    [Fact]
    public void Integrity_none_beside_a_combined_cipher_is_answered_as_it_came()
    {
        SaPayload offer = Offer([.. Gcm, SaTransform.Of(TransformType.Integrity, 0)]);

        Assert.Equal("1:20/128 2:5 4:31 3:0", Numbers(IkeChoice.TryChoose(offer, IkeProposal.Defaults, X25519, out _)!.Proposal));
    }

    [Fact]
    public void Unknown_identifiers_and_attributes_are_skipped()
    {
        var odd = new SaTransform(TransformType.Prf, 5, [new SaAttributeValue(99, IsShort: true, (byte[])[0, 1])]);
        SaPayload offer = Offer([SaTransform.Of(TransformType.Encryption, 999), odd, .. Gcm]);

        IkeChoice? choice = IkeChoice.TryChoose(offer, IkeProposal.Defaults, X25519, out _);

        Assert.Equal("1:20/128 2:5 4:31", string.Join(' ', choice!.Proposal.Transforms.OrderBy(t => t.Type).Select(IkeProposalTests.Numbers)));
        Assert.DoesNotContain(choice.Proposal.Transforms, transform => transform.HasUnknownAttributes);
    }

    [Fact]
    public void An_unknown_transform_type_spoils_its_proposal_and_no_other()
    {
        var spoilt = new SaProposal(1, ProtocolId.Ike, default, [.. Gcm, SaTransform.Of((TransformType)77, 0)]);
        var good = new SaProposal(2, ProtocolId.Ike, default, [.. Gcm]);

        Assert.Null(IkeChoice.TryChoose(new SaPayload([spoilt]), IkeProposal.Defaults, X25519, out _));
        Assert.Equal(2, IkeChoice.TryChoose(new SaPayload([spoilt, good]), IkeProposal.Defaults, X25519, out _)!.Proposal.Number);
    }

    [Theory]
    [InlineData(20, null)] // AES without a key length
    [InlineData(28, 256)] // ChaCha20-Poly1305 with one
    public void Key_lengths_stand_where_they_must_and_nowhere_else(int id, int? keyBits)
    {
        SaPayload offer = Offer([SaTransform.Of(TransformType.Encryption, id, keyBits), .. Gcm[1..]]);

        Assert.Null(IkeChoice.TryChoose(offer, IkeProposal.Defaults, X25519, out _));
    }

    [Theory]
    [InlineData("aes128gcm16-prfsha256-x25519", 2, "20/128 5 31", "the peer chose proposal 2 of 1 that were offered")]
    [InlineData("aes128gcm16-prfsha256-x25519", 0, "20/128 5 31", "the peer chose proposal 0 of 1")]
    [InlineData("aes128gcm16-prfsha256-x25519", 1, "20/256 5 31", "the peer chose encryption aes256gcm16, which was not offered in proposal 1")]
    [InlineData("aes128gcm16-prfsha256-x25519", 1, "20/128 5 14", "the peer chose group modp2048, which was not offered")]
    [InlineData("aes128gcm16-prfsha256-x25519", 1, "20/128 31", "the peer chose pseudorandom function none, which was not offered")]
    [InlineData("aes128gcm16-prfsha256-prfsha384-x25519", 1, "20/128 5 6 31", "the peer chose more than one pseudorandom function")]
    [InlineData("aes128gcm16-prfsha256-x25519 aes128-sha256-x25519", 2, "20/128 5 31", "which was not offered in proposal 2")]
    public void Refuses_answers_that_are_no_choice_of_what_was_offered(string offered, byte number, string chosen, string problem)
    {
        var answer = new SaPayload([new SaProposal(number, ProtocolId.Ike, default, [.. chosen.Split(' ').Select(Transform)])]);

        Assert.Null(IkeChoice.TryAccept(answer, Parse(offered), out string actual));
        Assert.Contains(problem, actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_two_chosen_proposals_and_another_protocol()
    {
        SaPayload offer = IkeChoice.Offer(Parse("aes128gcm16-prfsha256-x25519 chacha20poly1305-prfsha256-x25519"));
        SaPayload child = new([offer.Proposals[0] with { Protocol = ProtocolId.Esp, Spi = (byte[])[1, 2, 3, 4] }]);

        Assert.Null(IkeChoice.TryAccept(offer, Parse("aes128gcm16-prfsha256-x25519"), out string problem));
        Assert.Equal("the peer chose 2 proposals instead of one", problem);
        Assert.Null(IkeChoice.TryAccept(child, Parse("aes128gcm16-prfsha256-x25519"), out problem));
        Assert.Equal("the peer chose ESP, which was not offered", problem);
    }

    [Fact]
    public void Asks_for_another_group_when_the_one_that_is_here_is_not_ours()
    {
        SaPayload offer = IkeChoice.Offer(Parse("aes128gcm16-prfsha256-modp2048-ecp384-x25519"));

        IkeChoice? choice = IkeChoice.TryChoose(offer, Parse("aes128gcm16-prfsha256-x25519-ecp384"), Modp2048, out _);

        Assert.Equal(X25519, choice!.Suite.KeyExchange.Id);
    }

    private static SaTransform[] Gcm { get; } =
    [
        SaTransform.Of(TransformType.Encryption, 20, 128), SaTransform.Of(TransformType.Prf, 5), SaTransform.Of(TransformType.KeyExchange, X25519),
    ];

    private static SaPayload Offer(SaTransform[] transforms) => new([new SaProposal(1, ProtocolId.Ike, default, [.. transforms])]);

    private static string Numbers(SaProposal proposal) => string.Join(' ', proposal.Transforms.Select(IkeProposalTests.Numbers));

    private static IEnumerable<string> Sorted(SaPayload payload) => payload.Proposals[0].Transforms.Select(IkeProposalTests.Numbers).Order();

    private static SaTransform Transform(string number) => number.Contains('/', StringComparison.Ordinal)
        ? SaTransform.Of(TransformType.Encryption, int.Parse(number.Split('/')[0]), int.Parse(number.Split('/')[1]))
        : SaTransform.Of(number is "31" or "14" ? TransformType.KeyExchange : TransformType.Prf, int.Parse(number));

    private static IkeProposal[] Parse(string texts) =>
        [.. texts.Split(' ').Select(text => IkeProposalTests.Parse(text))];

    private static IkeMessage Read(RecordedDatagram datagram) =>
        IkeMessage.TryRead(datagram.Bytes, out IkeMessage message, out IkeReadFailure failure)
            ? message
            : throw new InvalidDataException(failure.ToString());
}
