using Pipeline.Crypto.Cbc;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Ike.V1.Messages;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V1.Messages;

/// <summary>RFC 2409 appendix B: one chain of IVs for each exchange.</summary>
public sealed class MessageCipherV1Tests : IDisposable
{
    private readonly MessageCipherV1 _sender = Create(1);
    private readonly MessageCipherV1 _receiver = Create(1);

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }

    [Fact]
    public void Messages_of_exchanges_that_run_at_a_time_have_chains_of_their_own()
    {
        foreach (uint id in (uint[])[0, 7, 9, 7, 9, 9, 7])
        {
            IsakmpMessage outer = Read(_sender.Seal(Message(id)));

            Assert.True(_receiver.TryOpen(outer, out IsakmpMessage message, out _));
            Assert.Equal(Message(id).Payloads, message.Payloads);
            _receiver.Accept(outer);
        }
    }

    [Fact]
    public void What_was_not_found_authentic_moves_no_chain()
    {
        IsakmpMessage first = Read(_sender.Seal(Message(7)));
        IsakmpMessage forged = first with { Encrypted = new EncryptedBody(IsakmpPayloadType.Hash, new byte[32]) };

        Assert.False(_receiver.TryOpen(forged, out _, out _));
        Assert.True(_receiver.TryOpen(first, out _, out _));
        Assert.True(_receiver.TryOpen(first, out _, out _));
    }

    [Fact]
    public void The_same_message_twice_is_another_ciphertext()
    {
        Assert.NotEqual(_sender.Seal(Message(7)), _sender.Seal(Message(7)));
    }

    [Fact]
    public void An_exchange_that_is_forgotten_begins_anew()
    {
        byte[] first = _sender.Seal(Message(7));
        _sender.Forget(7);

        Assert.Equal(first, _sender.Seal(Message(7)));
    }

    [Fact]
    public void The_oldest_exchange_gives_way_to_a_new_one()
    {
        byte[] first = _sender.Seal(Message(1));
        for (uint id = 2; id <= MessageCipherV1.MaximumExchangeCount + 1; id++)
        {
            _sender.Seal(Message(id));
        }

        Assert.Equal(first, _sender.Seal(Message(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void What_is_no_whole_block_is_refused(int length)
    {
        IsakmpMessage outer = Message(7) with { Encrypted = new EncryptedBody(IsakmpPayloadType.Hash, new byte[length]), Payloads = [] };

        Assert.False(_receiver.TryOpen(outer, out _, out IsakmpReadFailure failure));
        Assert.Equal(IkeReadError.BadLength, failure.Error);
        _receiver.Accept(outer);
    }

    [Fact]
    public void A_message_in_the_clear_is_not_opened()
    {
        Assert.False(_receiver.TryOpen(Message(7), out _, out _));
    }

    [Fact]
    public void The_length_covers_the_padding()
    {
        byte[] bytes = _sender.Seal(Message(7));

        Assert.Equal(28 + 32, bytes.Length);
        Assert.Equal(28 + 32, bytes[27]);
    }

    private static IsakmpMessage Message(uint id) => new()
    {
        InitiatorCookie = 1,
        ResponderCookie = 2,
        Exchange = IsakmpExchangeType.QuickMode,
        MessageId = id,
        Payloads = [new RawPayload(IsakmpPayloadType.Hash, new byte[20])],
    };

    private static IsakmpMessage Read(byte[] bytes) =>
        IsakmpMessage.TryRead(bytes, out IsakmpMessage message, out _) ? message : throw new ArgumentException("not read");

    private static MessageCipherV1 Create(byte key)
    {
        Assert.True(TransformCatalog.TryFindEncryption("aes128-cbc", out EncryptionAlgorithm algorithm));
        var bytes = new byte[16];
        bytes[0] = key;
        var exchange = new Phase1Exchange(1, 2, default, default, (byte[])[3], (byte[])[4], default);
        return new MessageCipherV1(Phase1Hash.All[0], CbcCipher.Create(algorithm, bytes), exchange);
    }
}
