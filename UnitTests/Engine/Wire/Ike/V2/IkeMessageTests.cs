using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ike.V2;

/// <summary>RFC 7296 §3.1 to §3.14: whole messages.</summary>
public sealed class IkeMessageTests
{
    private const string Header = "0102030405060708000000000000000000202508000000000000";

    private static readonly IkeMessage Empty = new()
    {
        InitiatorSpi = 1,
        ResponderSpi = 2,
        Exchange = ExchangeType.Informational,
        IsFromInitiator = true,
        MessageId = 3,
    };

    [Fact]
    public void Any_message_read_from_its_own_bytes_is_equal()
    {
        var random = new Random(11);
        for (int round = 0; round < 20_000; round++)
        {
            IkeMessage message = IkeMessages.Next(random);
            byte[] bytes = message.Write();

            Assert.True(IkeMessage.TryRead(bytes, out IkeMessage again, out IkeReadFailure failure), failure.ToString());
            Assert.Equal(message, again);
            Assert.Equal(bytes, again.Write());
            Assert.Equal(bytes, again.Received.Span);
        }
    }

    [Fact]
    public void A_different_payload_makes_a_different_message()
    {
        IkeMessage one = Empty with { Payloads = [new VendorIdPayload((byte[])[1, 2])] };
        IkeMessage other = Empty with { Payloads = [new VendorIdPayload((byte[])[1, 3])] };

        Assert.NotEqual(one, other);
        Assert.NotEqual(one, one with { MessageId = 4 });
        Assert.Equal(one, one with { Received = new byte[1] });
    }

    [Fact]
    public void Does_not_keep_the_buffer_that_it_was_read_from()
    {
        byte[] buffer = (Empty with { Payloads = [new VendorIdPayload((byte[])[1, 2])] }).Write();
        Assert.True(IkeMessage.TryRead(buffer, out IkeMessage message, out _));

        buffer.AsSpan().Fill(0xFF);

        Assert.Equal((byte[])[1, 2], message.Find<VendorIdPayload>()!.VendorId.Span);
    }

    [Fact]
    public void Finds_payloads_by_kind_type_and_notify()
    {
        IdPayload responder = IdPayload.Of(PayloadType.IdResponder, IdType.Fqdn, "b.example"u8);
        var cookie = new NotifyPayload(NotifyType.Cookie, (byte[])[1]);
        IkeMessage message = Empty with
        {
            Payloads = [IdPayload.Of(PayloadType.IdInitiator, IdType.Fqdn, "a.example"u8), responder, new NotifyPayload(NotifyType.UsePpk), cookie],
        };

        Assert.Same(responder, message.Find<IdPayload>(PayloadType.IdResponder));
        Assert.Same(cookie, message.Find(NotifyType.Cookie));
        Assert.Null(message.Find<NoncePayload>());
        Assert.Null(message.Find(NotifyType.Redirect));
    }

    [Theory]
    [InlineData("", IkeReadError.MessageTooShort)]
    [InlineData(Header, IkeReadError.MessageTooShort)]
    [InlineData(Header + "001c", IkeReadError.None)]
    [InlineData(Header + "001d", IkeReadError.LengthMismatch)]
    [InlineData(Header + "001c00", IkeReadError.LengthMismatch)]
    public void Refuses_a_length_that_is_not_the_datagrams(string bytes, IkeReadError error)
    {
        IkeMessage.TryRead(Convert.FromHexString(bytes), out _, out IkeReadFailure failure);

        Assert.Equal(new IkeReadFailure(error), failure);
    }

    [Theory]
    [InlineData(0x10, IkeReadError.UnsupportedVersion)]
    [InlineData(0x30, IkeReadError.UnsupportedVersion)]
    [InlineData(0x2F, IkeReadError.None)] // the minor version is ignored
    public void Refuses_another_major_version(byte version, IkeReadError error)
    {
        byte[] bytes = Empty.Write();
        bytes[17] = version;

        IkeMessage.TryRead(bytes, out _, out IkeReadFailure failure);

        Assert.Equal(error, failure.Error);
    }

    [Fact]
    public void Refuses_more_than_65535_bytes()
    {
        var bytes = new byte[65_536];
        Empty.HeaderFor(PayloadType.None, bytes.Length).Write(bytes);

        Assert.False(IkeMessage.TryRead(bytes, out _, out IkeReadFailure failure));
        Assert.Equal(IkeReadError.MessageTooLong, failure.Error);
    }

    [Fact]
    public void An_unknown_payload_is_kept_unless_it_is_critical_and_then_it_is_named()
    {
        byte[] bytes = (Empty with { Payloads = [new RawPayload((PayloadType)200, (byte[])[1])] }).Write();
        Assert.True(IkeMessage.TryRead(bytes, out _, out _));

        bytes[29] = 0x80;

        Assert.False(IkeMessage.TryRead(bytes, out _, out IkeReadFailure failure));
        Assert.Equal(new IkeReadFailure(IkeReadError.UnknownCriticalPayload, (PayloadType)200), failure);
    }

    [Fact]
    public void The_critical_bit_of_a_known_payload_and_all_reserved_bits_are_ignored()
    {
        IkeMessage message = Empty with { Payloads = [new AuthPayload(AuthMethod.SharedKey, (byte[])[1, 2, 3])] };
        byte[] bytes = message.Write();
        bytes[19] |= 0xC7;
        bytes[29] = 0xFF;
        bytes.AsSpan(33, 3).Fill(0xFF);

        Assert.True(IkeMessage.TryRead(bytes, out IkeMessage again, out _));
        Assert.Equal(message, again);
        Assert.Equal(message.Write(), again.Write());
    }

    [Fact]
    public void Reads_encrypted_payloads_without_looking_inside()
    {
        IkeMessage whole = Empty with { Payloads = [new VendorIdPayload((byte[])[1]), new EncryptedPayload(PayloadType.Notify, new byte[40])] };
        IkeMessage part = Empty with { Payloads = [new EncryptedFragmentPayload(PayloadType.None, 2, 3, new byte[40])] };

        Assert.True(IkeMessage.TryRead(whole.Write(), out IkeMessage wholeAgain, out _));
        Assert.True(IkeMessage.TryRead(part.Write(), out IkeMessage partAgain, out _));

        Assert.Equal(whole, wholeAgain);
        Assert.Equal(part, partAgain);
    }

    [Theory]
    [InlineData(0, 3, false)]
    [InlineData(4, 3, false)]
    [InlineData(0, 0, false)]
    [InlineData(1, 1, true)]
    [InlineData(3, 3, true)]
    public void A_fragment_number_lies_between_1_and_the_total(ushort number, ushort total, bool accepted)
    {
        byte[] bytes = (Empty with { Payloads = [new EncryptedFragmentPayload(PayloadType.None, number, total, new byte[40])] }).Write();

        Assert.Equal(accepted, IkeMessage.TryRead(bytes, out _, out IkeReadFailure failure));
        Assert.Equal(accepted ? IkeReadError.None : IkeReadError.BadFragmentNumber, failure.Error);
    }
}
