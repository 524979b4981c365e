using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Identities;
using Pipeline.Engine.Wire.Ike.V1.Notices;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ike.V1;

/// <summary>RFC 2408 §3: messages of IKEv1 and their payloads.</summary>
public sealed class IsakmpMessageTests
{
    private static IsakmpMessage Message(params ReadOnlySpan<IsakmpPayload> payloads) => new()
    {
        InitiatorCookie = 0x0102030405060708,
        ResponderCookie = 0x1112131415161718,
        Exchange = IsakmpExchangeType.Informational,
        MessageId = 0x21222324,
        Payloads = [.. payloads],
    };

    [Fact]
    public void A_liveness_check_looks_as_in_the_rfc()
    {
        byte[] cookies = [1, 2, 3, 4, 5, 6, 7, 8, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18];
        IsakmpMessage message = Message(
            new NotifyPayload(NotifyType.AreYouThere, IsakmpProtocol.Isakmp, cookies, (byte[])[0, 0, 0, 9]));

        Assert.Equal(
            "0102030405060708" + "1112131415161718" + "0b100500" + "21222324" + "0000003c"
            + "00000020" + "00000001" + "01108d28" + "0102030405060708" + "1112131415161718" + "00000009",
            Convert.ToHexStringLower(message.Write()));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var random = new Random(41);
        for (int round = 0; round < 2_000; round++)
        {
            IsakmpMessage message = IsakmpMessages.Next(random);

            Assert.True(IsakmpMessage.TryRead(message.Write(), out IsakmpMessage read, out IsakmpReadFailure failure), failure.ToString());

            Assert.Equal(message, read);
            Assert.Equal(message.GetHashCode(), read.GetHashCode());
        }
    }

    [Fact]
    public void An_unknown_payload_is_kept_even_with_the_number_of_a_payload_of_ikev2()
    {
        IsakmpMessage message = Message(
            new RawPayload((IsakmpPayloadType)46, (byte[])[1]), new RawPayload((IsakmpPayloadType)53, (byte[])[2]),
            new RawPayload(IsakmpPayloadType.VendorId, (byte[])[3]));

        Assert.True(IsakmpMessage.TryRead(message.Write(), out IsakmpMessage read, out _));

        Assert.Equal(3, read.Payloads.Count);
    }

    [Fact]
    public void An_encrypted_message_keeps_its_body_as_it_is()
    {
        byte[] bytes = Message(new RawPayload(IsakmpPayloadType.Hash, (byte[])[1, 2, 3, 4])).Write();
        bytes[19] = 1;

        Assert.True(IsakmpMessage.TryRead(bytes, out IsakmpMessage read, out _));

        Assert.Equal(new EncryptedBody(IsakmpPayloadType.Hash, bytes[28..]), read.Encrypted);
        Assert.Empty(read.Payloads);
        Assert.Null(read.BodyOf(IsakmpPayloadType.Hash));
        Assert.Equal(bytes, read.Write());
    }

    [Fact]
    public void Padding_is_ignored_behind_what_was_decrypted_and_refused_in_the_clear()
    {
        byte[] bytes = [.. Message(new RawPayload(IsakmpPayloadType.Hash, (byte[])[1, 2, 3, 4])).Write(), 0, 0, 0];
        bytes[27] += 3;

        Assert.False(IsakmpMessage.TryRead(bytes, out _, out IsakmpReadFailure failure));
        Assert.Equal(IkeReadError.TrailingOctets, failure.Error);
        Assert.True(IsakmpMessage.TryReadOpened(bytes, out IsakmpMessage read, out _));
        Assert.Single(read.Payloads);
    }

    [Fact]
    public void Hashes_cover_what_stands_behind_the_first_payload_and_not_the_padding()
    {
        IsakmpMessage message = Message(
            new RawPayload(IsakmpPayloadType.Hash, (byte[])[9, 9]),
            new RawPayload(IsakmpPayloadType.Nonce, (byte[])[1, 2, 3, 4, 5, 6, 7, 8]),
            new RawPayload(IsakmpPayloadType.KeyExchange, (byte[])[7]));
        byte[] padded = [.. message.Write(), 0, 0, 0];
        padded[27] += 3;
        Assert.True(IsakmpMessage.TryReadOpened(padded, out IsakmpMessage read, out _));

        Assert.Equal("0400000c0102030405060708" + "0000000507", Convert.ToHexStringLower(read.BehindFirst().Span));
        Assert.Equal(message.BehindFirst(), read.BehindFirst());
        Assert.Equal((byte[])[7], read.BodyOf(IsakmpPayloadType.KeyExchange)!.Value.Span);
        Assert.Equal(default, Message(new RawPayload(IsakmpPayloadType.Hash, (byte[])[9])).BehindFirst());
    }

    [Theory]
    [InlineData(IsakmpPayloadType.Nonce, "01020304050607", IkeReadError.BadNonceLength)]
    [InlineData(IsakmpPayloadType.Hash, "", IkeReadError.BodyTooShort)]
    [InlineData(IsakmpPayloadType.SecurityAssociation, "0000000200000001", IkeReadError.UnsupportedDoi)]
    [InlineData(IsakmpPayloadType.SecurityAssociation, "0000000100000003", IkeReadError.UnsupportedSituation)]
    [InlineData(IsakmpPayloadType.SecurityAssociation, "0000000100000001", IkeReadError.BodyTooShort)]
    [InlineData(IsakmpPayloadType.Identification, "010000000a0000", IkeReadError.BadLength)]
    [InlineData(IsakmpPayloadType.Identification, "040000000a000000", IkeReadError.BadLength)]
    [InlineData(IsakmpPayloadType.Delete, "00000001" + "03040002" + "01020304", IkeReadError.BadCount)]
    [InlineData(IsakmpPayloadType.Delete, "00000001" + "01040001" + "01020304", IkeReadError.BadSpiLength)]
    [InlineData(IsakmpPayloadType.Delete, "00000001" + "04000000", IkeReadError.BadSpiLength)]
    [InlineData(IsakmpPayloadType.Notification, "00000002" + "01000018", IkeReadError.UnsupportedDoi)]
    [InlineData(IsakmpPayloadType.Notification, "00000001" + "01100018", IkeReadError.BodyTooShort)]
    [InlineData(IsakmpPayloadType.NatOriginalAddress, "020000000a000001", IkeReadError.BadLength)]
    [InlineData(IsakmpPayloadType.NatOriginalAddressOfDraft, "050000000a000001", IkeReadError.BadLength)]
    [InlineData(IsakmpPayloadType.Fragment, "0001000041", IkeReadError.BadFragmentNumber)]
    [InlineData(IsakmpPayloadType.Fragment, "00010101", IkeReadError.BodyTooShort)]
    [InlineData(IsakmpPayloadType.Attributes, "0100000080", IkeReadError.BadLength)]
    public void A_malformed_body_is_refused_with_its_reason(IsakmpPayloadType type, string body, IkeReadError error)
    {
        byte[] bytes = Message(new RawPayload(type, Convert.FromHexString(body))).Write();

        Assert.False(IsakmpMessage.TryRead(bytes, out _, out IsakmpReadFailure failure));

        Assert.Equal(new IsakmpReadFailure(error, type), failure);
    }

    [Fact]
    public void A_message_of_another_version_or_length_is_refused()
    {
        byte[] bytes = Message(new CertPayload(IsakmpPayloadType.Certificate, CertEncoding.X509Signature, (byte[])[1])).Write();
        Assert.False(IsakmpMessage.TryRead(bytes.AsSpan(0, 27), out _, out IsakmpReadFailure failure));
        Assert.Equal(IkeReadError.MessageTooShort, failure.Error);
        Assert.False(IsakmpMessage.TryRead([.. bytes, 0], out _, out failure));
        Assert.Equal(IkeReadError.LengthMismatch, failure.Error);
        bytes[17] = IkeHeader.Version2;
        Assert.False(IsakmpMessage.TryRead(bytes, out _, out failure));
        Assert.Equal(IkeReadError.UnsupportedVersion, failure.Error);
    }
}
