using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ike.V2.Proposals;

/// <summary>RFC 7296 §3.3.</summary>
public sealed class SaPayloadTests
{
    private const string Gcm = "0300000c01000014800e0080";
    private const string LastPrf = "0000000802000005";

    [Fact]
    public void Reads_two_proposals_with_key_lengths()
    {
        byte[] body = Convert.FromHexString(
            "0200001c" + "01010002" + Gcm + LastPrf + "00000018" + "02030401" + "c0000001" + "0000000c0100000c800e0100");

        SaPayload payload = Read(body);

        Assert.Equal(
            new SaPayload(
            [
                new SaProposal(1, ProtocolId.Ike, default, [SaTransform.Of(TransformType.Encryption, 20, 128), SaTransform.Of(TransformType.Prf, 5)]),
                new SaProposal(2, ProtocolId.Esp, (byte[])[0xC0, 0, 0, 1], [SaTransform.Of(TransformType.Encryption, 12, 256)]),
            ]),
            payload);
        Assert.Equal(128, payload.Proposals[0].Transforms[0].KeyBits);
        Assert.Null(payload.Proposals[0].Transforms[1].KeyBits);
        Assert.Equal(body, Written(payload));
    }

    [Theory]
    [InlineData("", IkeReadError.BodyTooShort)]
    [InlineData("000000", IkeReadError.BadLength)]
    [InlineData("00000003", IkeReadError.BadLength)]
    [InlineData("00000009010100", IkeReadError.BadLength)]
    [InlineData("00000004", IkeReadError.BodyTooShort)]
    [InlineData("0000000801010800", IkeReadError.BodyTooShort)] // the SPI is not there
    [InlineData("0000000c0101040000000000", IkeReadError.BadSpiLength)]
    [InlineData("0000000801030000", IkeReadError.BadSpiLength)]
    [InlineData("0200000801010000", IkeReadError.BadLastMark)]
    [InlineData("0100000801010000", IkeReadError.BadLastMark)]
    [InlineData("00000008010100000000000802010000", IkeReadError.BadLastMark)]
    [InlineData("0000000801010001", IkeReadError.BadCount)]
    [InlineData("0000001001010000" + LastPrf, IkeReadError.BadCount)]
    [InlineData("0000001001010001" + "0300000802000005", IkeReadError.BadLastMark)]
    [InlineData("0000000c01010001" + "00000004", IkeReadError.BodyTooShort)]
    [InlineData("0000001001010001" + "0000000c02000005", IkeReadError.BadLength)]
    [InlineData("0000001201010001" + "0000000a01000014800e", IkeReadError.BadLength)] // half an attribute
    [InlineData("0000001401010001" + "0000000c01000014000e0001", IkeReadError.BadLength)] // its value is not there
    public void Refuses_what_does_not_add_up(string body, IkeReadError error)
    {
        Octets bytes = Convert.FromHexString(body);

        Assert.Null(SaPayload.TryRead(bytes, out IkeReadError actual));
        Assert.Equal(error, actual);
    }

    [Fact]
    public void Keeps_unknown_protocols_types_and_attributes_for_negotiation_to_skip()
    {
        byte[] body = Convert.FromHexString("00000019" + "01630301" + "aabbcc" + "0000000e0d000063" + "0063000200ff");
        SaPayload payload = Read(body);
        SaTransform transform = payload.Proposals[0].Transforms[0];

        Assert.Equal(((ProtocolId)0x63, (TransformType)13, (ushort)0x63), (payload.Proposals[0].Protocol, transform.Type, transform.Id));
        Assert.True(transform.HasUnknownAttributes);
        Assert.Equal(body, Written(payload));
    }

    [Fact]
    public void A_key_length_in_the_long_form_or_twice_is_not_understood()
    {
        var bits = new byte[] { 1, 0 };
        var twice = new SaTransform(TransformType.Encryption, 12, [SaAttributeValue.KeyLength(128), SaAttributeValue.KeyLength(256)]);
        var longForm = new SaTransform(TransformType.Encryption, 12, [new SaAttributeValue(SaAttributeValue.KeyLengthType, IsShort: false, bits)]);

        Assert.True(twice.HasUnknownAttributes);
        Assert.True(longForm.HasUnknownAttributes);
        Assert.Null(longForm.KeyBits);
        Assert.False(SaTransform.Of(TransformType.Encryption, 12, 128).HasUnknownAttributes);
    }

    [Theory]
    [InlineData(64, 0, true)]
    [InlineData(65, 0, false)]
    [InlineData(3, 170, true)]
    [InlineData(3, 171, false)]
    public void Takes_64_proposals_and_512_transforms(int proposalCount, int transformCount, bool accepted)
    {
        SaTransform[] transforms = [.. Enumerable.Repeat(SaTransform.Of(TransformType.Prf, 5), transformCount)];
        SaProposal[] proposals = [.. Enumerable.Repeat(new SaProposal(1, ProtocolId.Ike, default, [.. transforms]), proposalCount)];
        Octets body = Written(new SaPayload([.. proposals]));

        Assert.Equal(accepted, SaPayload.TryRead(body, out IkeReadError error) is not null);
        Assert.Equal(accepted ? IkeReadError.None : IkeReadError.TooManyProposals, error);
    }

    private static SaPayload Read(byte[] body)
    {
        SaPayload? payload = SaPayload.TryRead(body, out IkeReadError error);
        Assert.True(error == IkeReadError.None, error.ToString());
        return payload!;
    }

    private static byte[] Written(SaPayload payload)
    {
        var writer = new PayloadWriter();
        payload.WriteBody(writer);
        return writer.ToArray();
    }
}
