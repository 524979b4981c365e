using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Proposals;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ike.V1.Proposals;

/// <summary>RFC 2408 §3.4 to §3.6, §4.2: proposals, transforms and attributes.</summary>
public sealed class SaPayloadTests
{
    private static SaProposal Proposal(int number, IsakmpProtocol protocol) =>
        new((byte)number, protocol, (byte[])[1, 2, 3, 4], [new SaTransform(1, 3, [SaAttributeValue.Of(5, 2)])]);

    private static IsakmpMessage Message(SaPayload payload) => new()
    {
        InitiatorCookie = 1,
        Exchange = IsakmpExchangeType.QuickMode,
        MessageId = 5,
        Payloads = [payload],
    };

    [Fact]
    public void Proposals_of_one_number_belong_together_and_others_are_alternatives()
    {
        var payload = new SaPayload(
        [
            Proposal(1, IsakmpProtocol.Ah), Proposal(1, IsakmpProtocol.Esp), Proposal(2, IsakmpProtocol.Esp), Proposal(7, IsakmpProtocol.Ah),
        ]);

        Assert.True(IsakmpMessage.TryRead(Message(payload).Write(), out IsakmpMessage read, out _));

        Assert.Equal([2, 1, 1], read.Find<SaPayload>()!.Alternatives.Select(together => together.Count));
    }

    [Fact]
    public void Unknown_attributes_protocols_and_transforms_are_kept()
    {
        var payload = new SaPayload(
        [
            new SaProposal(1, (IsakmpProtocol)99, (byte[])[1], [new SaTransform(1, 250, [SaAttributeValue.Of(32_001, 7)])]),
            Proposal(2, IsakmpProtocol.Esp),
        ]);

        Assert.True(IsakmpMessage.TryRead(Message(payload).Write(), out IsakmpMessage read, out _));

        Assert.Equal(payload, read.Find<SaPayload>());
    }

    [Fact]
    public void A_number_may_stand_in_either_form()
    {
        var transform = new SaTransform(
            1,
            1,
            [
                SaAttributeValue.Of((int)OakleyAttributeType.LifeType, 1),
                new SaAttributeValue((ushort)OakleyAttributeType.LifeDuration, IsShort: false, (byte[])[0, 0, 0x70, 0x80]),
                new SaAttributeValue((ushort)OakleyAttributeType.GroupPrime, IsShort: false, new byte[96]),
            ]);

        Assert.Equal(1ul, transform.Find(OakleyAttributeType.LifeType));
        Assert.Equal(28_800ul, transform.Find(OakleyAttributeType.LifeDuration));
        Assert.Null(transform.Find(OakleyAttributeType.GroupPrime));
        Assert.Null(transform.Find(OakleyAttributeType.KeyLength));
    }

    [Fact]
    public void A_wrong_count_of_transforms_is_refused()
    {
        byte[] bytes = Message(new SaPayload([Proposal(1, IsakmpProtocol.Esp)])).Write();
        bytes[28 + 4 + 8 + 7]++;

        Assert.False(IsakmpMessage.TryRead(bytes, out _, out IsakmpReadFailure failure));
        Assert.Equal(IkeReadError.BadCount, failure.Error);
    }

    [Fact]
    public void More_proposals_than_anybody_sends_are_refused()
    {
        byte[] bytes = Message(new SaPayload([.. Enumerable.Repeat(Proposal(1, IsakmpProtocol.Esp), 65)])).Write();

        Assert.False(IsakmpMessage.TryRead(bytes, out _, out IsakmpReadFailure failure));
        Assert.Equal(IkeReadError.TooManyProposals, failure.Error);
    }
}
