using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ike.V2;

/// <summary>RFC 7296 §3.4 to §3.13: what each payload refuses, and the bytes of those that no recorded session has.</summary>
public sealed class PayloadTests
{
    [Theory]
    [InlineData(PayloadType.KeyExchange, "001f00", IkeReadError.BodyTooShort)]
    [InlineData(PayloadType.IdInitiator, "020000", IkeReadError.BodyTooShort)]
    [InlineData(PayloadType.IdResponder, "", IkeReadError.BodyTooShort)]
    [InlineData(PayloadType.Certificate, "", IkeReadError.BodyTooShort)]
    [InlineData(PayloadType.CertificateRequest, "", IkeReadError.BodyTooShort)]
    [InlineData(PayloadType.Authentication, "020000", IkeReadError.BodyTooShort)]
    [InlineData(PayloadType.Nonce, "000102030405060708090a0b0c0d0e", IkeReadError.BadNonceLength)]
    [InlineData(PayloadType.Notify, "000040", IkeReadError.BodyTooShort)]
    [InlineData(PayloadType.Notify, "03044009123456", IkeReadError.BodyTooShort)]
    [InlineData(PayloadType.Delete, "030400", IkeReadError.BodyTooShort)]
    [InlineData(PayloadType.Delete, "0304000212345678", IkeReadError.BadCount)]
    [InlineData(PayloadType.Delete, "030400011234567800", IkeReadError.BadCount)]
    [InlineData(PayloadType.Delete, "030800011234567812345678", IkeReadError.BadSpiLength)]
    [InlineData(PayloadType.Delete, "01080001123456781234567800", IkeReadError.BadSpiLength)]
    [InlineData(PayloadType.Delete, "01000001", IkeReadError.BadSpiLength)]
    [InlineData(PayloadType.TsInitiator, "010000", IkeReadError.BodyTooShort)]
    [InlineData(PayloadType.TsInitiator, "01000000", IkeReadError.BadCount)]
    [InlineData(PayloadType.TsInitiator, "00000000ff", IkeReadError.BadCount)]
    [InlineData(PayloadType.TsInitiator, "01000000070000", IkeReadError.BadLength)]
    [InlineData(PayloadType.TsInitiator, "0100000007000003", IkeReadError.BadLength)]
    [InlineData(PayloadType.TsInitiator, "01000000070000100000ffff0a0000000a0000", IkeReadError.BadLength)]
    [InlineData(PayloadType.TsInitiator, "010000000700000f0000ffff0a0000000a0000", IkeReadError.BadSelector)]
    [InlineData(PayloadType.TsInitiator, "01000000070000100000ffff0a0000090a000001", IkeReadError.BadSelector)]
    [InlineData(PayloadType.TsInitiator, "0100000007110010000900080a0000000a0000ff", IkeReadError.BadSelector)]
    [InlineData(PayloadType.TsInitiator, "02000000070000100000ffff0a0000000a0000ff", IkeReadError.BadCount)]
    public void Refuses_a_malformed_body_and_names_its_payload(PayloadType type, string body, IkeReadError error)
    {
        bool isRead = PayloadChain.TryRead(Chain(Convert.FromHexString(body)), type, out _, out IkeReadFailure failure);

        Assert.False(isRead);
        Assert.Equal(new IkeReadFailure(error, type), failure);
    }

    [Theory]
    [InlineData(15, false)]
    [InlineData(16, true)]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_nonce_has_16_to_256_bytes(int length, bool accepted)
    {
        Assert.Equal(accepted, PayloadChain.TryRead(Chain(new byte[length]), PayloadType.Nonce, out _, out _));
    }

    [Fact]
    public void Selectors_may_be_opaque_and_unknown_types_are_kept()
    {
        byte[] body = Convert.FromHexString("03000000" + "07110010ffff00000a0000000a0000ff" + "0a00000661ff" + "0806002800500050" +
            "20010db8000000000000000000000000" + "20010db80000000000000000000000ff");

        Assert.True(PayloadChain.TryRead(Chain(body), PayloadType.TsResponder, out ValueList<IkePayload> payloads, out _));
        var selectors = (TsPayload)payloads[0];

        Assert.Equal(TsSelector.Of(Range("10.0.0.0/24"), 17, PortRange.Opaque), selectors.Selectors[0]);
        Assert.Equal((TsType.SecurityLabel, false), (selectors.Selectors[1].Type, selectors.Selectors[1].IsAddressRange));
        Assert.Equal(TsSelector.Of(Range("2001:db8::-2001:db8::ff"), 6, PortRange.Of(80)), selectors.Selectors[2]);
        Assert.Equal(body, Written(selectors));
    }

    [Fact]
    public void Deletes_of_both_kinds_have_the_bytes_of_the_standard()
    {
        Assert.Equal(Convert.FromHexString("01000000"), Written(DeletePayload.IkeSa));
        Assert.Equal(Convert.FromHexString("03040002" + "c0000001c0000002"), Written(new DeletePayload(ProtocolId.Esp, [0xC0000001, 0xC0000002])));
    }

    [Fact]
    public void Notifies_below_16384_are_errors()
    {
        var rekey = new NotifyPayload(NotifyType.RekeySa) { Protocol = ProtocolId.Esp, Spi = (byte[])[1, 2, 3, 4] };

        Assert.True(new NotifyPayload(NotifyType.TsMaxQueue).IsError);
        Assert.False(rekey.IsError);
        Assert.Equal(Convert.FromHexString("0304400901020304"), Written(rekey));
    }

    [Fact]
    public void An_identity_keeps_its_reserved_bits_because_AUTH_covers_them()
    {
        byte[] body = [2, 0xAA, 0xBB, 0xCC, (byte)'a'];

        Assert.True(PayloadChain.TryRead(Chain(body), PayloadType.IdInitiator, out ValueList<IkePayload> payloads, out _));
        var identity = (IdPayload)payloads[0];

        Assert.Equal((IdType.Fqdn, PayloadType.IdInitiator), (identity.Kind, identity.Type));
        Assert.Equal("a"u8, identity.Identity.Span);
        Assert.Equal(body, identity.Body.Span);
    }

    [Fact]
    public void A_certificate_request_lists_whole_hashes_only()
    {
        var request = new CertRequestPayload(CertEncoding.X509Signature, new byte[45]);

        Assert.Equal([20, 20], request.AuthorityHashes.Select(hash => hash.Length));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("00aa", false)]
    [InlineData("0230", false)]
    [InlineData("023000", true)]
    [InlineData("023000aabb", true)]
    public void A_digital_signature_begins_with_its_algorithm(string proof, bool accepted)
    {
        byte[] bytes = Convert.FromHexString(proof);

        Assert.Equal(accepted, DigitalSignature.TryRead(bytes, out DigitalSignature signature));
        Assert.True(!accepted || signature.Write().AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public void Nothing_shows_the_bytes_of_a_payload_in_a_log()
    {
        string text = new RawPayload(PayloadType.Eap, "password"u8.ToArray()).ToString();

        Assert.Contains("8 octets", text, StringComparison.Ordinal);
        Assert.DoesNotContain("password", text, StringComparison.Ordinal);
    }

    private static byte[] Chain(byte[] body) => [0, 0, (byte)((body.Length + 4) >> 8), (byte)(body.Length + 4), .. body];

    private static byte[] Written(IkePayload payload)
    {
        var writer = new PayloadWriter();
        payload.WriteBody(writer);
        return writer.ToArray();
    }

    private static AddressRange Range(string text) => AddressRange.TryParse(text, out AddressRange range) ? range : default;
}
