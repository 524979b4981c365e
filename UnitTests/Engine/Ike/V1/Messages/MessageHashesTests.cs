using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Ike.V1.Messages;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Proposals;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V1.Messages;

/// <summary>RFC 2409 §5.5, §5.7: HASH(1), HASH(2), HASH(3).</summary>
public sealed class MessageHashesTests : IDisposable
{
    private static readonly byte[] Key = [1, 2, 3];
    private static readonly byte[] Ni = [.. Enumerable.Repeat((byte)4, 8)];
    private static readonly byte[] Nr = [.. Enumerable.Repeat((byte)5, 8)];

    private readonly SecretBytes _skeyidA = new(Key);
    private readonly MessageHashes _hashes;

    public MessageHashesTests() => _hashes = new MessageHashes(Phase1Hash.Find(OakleyHash.Sha1)!, _skeyidA);

    public void Dispose() => _skeyidA.Dispose();

    [Fact]
    public void Covers_the_message_id_the_nonce_and_all_that_follows()
    {
        byte[] rest = [0, 0, 0, 12, .. Nr];

        Assert.Equal(Hmac([0, 0, 0, 7, .. rest]), HashOf(_hashes.Authenticate(Message())));
        Assert.Equal(Hmac([0, 0, 0, 7, .. Ni, .. rest]), HashOf(_hashes.Authenticate(Message(), Ni)));
        Assert.Equal(Hmac([0, 0, 0, 0, 7, .. Ni, .. Nr]), HashOf(_hashes.Conclude(Message(), Ni, Nr)));
    }

    [Fact]
    public void Finds_its_own_authentic()
    {
        Assert.True(_hashes.IsAuthentic(_hashes.Authenticate(Message())));
        Assert.True(_hashes.IsAuthentic(_hashes.Authenticate(Message(), Ni), Ni));
        Assert.True(_hashes.IsConclusion(_hashes.Conclude(Message(), Ni, Nr), Ni, Nr));
    }

    [Fact]
    public void Finds_nothing_else_authentic()
    {
        IsakmpMessage message = _hashes.Authenticate(Message());

        Assert.False(_hashes.IsAuthentic(Message()));
        Assert.False(_hashes.IsAuthentic(message, Ni));
        Assert.False(_hashes.IsAuthentic(message with { MessageId = 8 }));
        Assert.False(_hashes.IsAuthentic(message with { Payloads = [message.Payloads[1], message.Payloads[0]] }));
        Assert.False(_hashes.IsAuthentic(message with { Payloads = [.. message.Payloads, message.Payloads[1]] }));
        Assert.False(_hashes.IsAuthentic(message with { Payloads = [] }));
        Assert.False(_hashes.IsConclusion(_hashes.Conclude(Message(), Ni, Nr), Nr, Ni));
    }

    private static byte[] Hmac(byte[] input) => CryptographicOperations.HmacData(HashAlgorithmName.SHA1, Key, input);

    private static byte[] HashOf(IsakmpMessage message) => message.BodyOf(IsakmpPayloadType.Hash)!.Value.Memory.ToArray();

    private static IsakmpMessage Message() => new()
    {
        InitiatorCookie = 1,
        Exchange = IsakmpExchangeType.QuickMode,
        MessageId = 7,
        Payloads = [new RawPayload(IsakmpPayloadType.Nonce, Nr)],
    };
}
