using Pipeline.Actors.Ike;
using Pipeline.Actors.Ike.Status;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.UnitTests.Simulation;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Actors.Ike;

/// <summary>A gateway whose connections speak one version lets nobody in who speaks the other, and bounds strangers of both.</summary>
public sealed class IkeVersionsTests
{
    [Theory]
    [InlineData(IkeVersion.V2, IkeHeader.Version1)]
    [InlineData(IkeVersion.V1, IkeHeader.Version2)]
    public async Task A_first_request_of_another_version_means_no_connection(IkeVersion version, byte written)
    {
        IkeStatus status = await ReceiveAsync(version, new IkeLimits(), First(written));

        Assert.Equal((1, 0), (status.Counters.Uninvited, status.Counters.Unknown));
        Assert.Empty(status.IkeSas);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(100, 0)]
    public async Task First_messages_of_IKEv1_are_refused_where_IKEv2_would_need_a_cookie_and_where_too_many_are_half_open(int cookies, int halfOpen)
    {
        var limits = new IkeLimits { CookieThreshold = cookies, HalfOpenPerAddress = halfOpen };

        IkeStatus status = await ReceiveAsync(IkeVersion.V1, limits, First(IkeHeader.Version1));

        Assert.Equal((1, 0), (status.Counters.Refused, status.Counters.Cookies));
        Assert.Empty(status.IkeSas);
    }

    [Fact]
    public async Task Aggressive_mode_is_dropped_and_counted()
    {
        byte[] aggressive = First(IkeHeader.Version1, (ExchangeType)IsakmpExchangeType.AggressiveMode);

        IkeStatus status = await ReceiveAsync(IkeVersion.V1, new IkeLimits(), aggressive);

        Assert.Equal((1, 0), (status.Counters.Aggressive, status.Counters.Uninvited));
        Assert.Empty(status.IkeSas);
    }

    [Fact]
    public async Task A_message_of_IKEv1_that_belongs_to_nobody_is_not_answered()
    {
        byte[] quickMode = First(IkeHeader.Version1, (ExchangeType)IsakmpExchangeType.QuickMode);

        IkeStatus status = await ReceiveAsync(IkeVersion.V1, new IkeLimits(), quickMode);

        Assert.Equal(1, status.Counters.Unknown);
    }

    /// <summary>What a gateway says of itself after one message from its peer, which it has answered by nothing.</summary>
    private static async Task<IkeStatus> ReceiveAsync(IkeVersion version, IkeLimits limits, byte[] message)
    {
        await using var pair = new IkePair(
            b: options => options with { Version = version, Proposals = IkeWorld.IkeProposals("aes128-sha256-modp2048") }, limits: limits);
        await pair.StartAsync();

        Assert.True(pair.B.Inbox.TryAdd(IkeWorld.AddressOfB, IkeWorld.AddressOfA, message));
        await pair.B.AwaitAsync(status => status.Counters.Received > 0);

        Assert.Equal(0, pair.B.Transport.Sent);
        return await pair.B.Core.Ike!.StatusAsync();
    }

    private static byte[] First(byte version, ExchangeType? exchange = null)
    {
        bool isOld = version == IkeHeader.Version1;
        var message = new byte[IkeHeader.HeaderLength];
        new IkeHeader(
            InitiatorSpi: 7,
            ResponderSpi: 0,
            NextPayload: default,
            version,
            exchange ?? (isOld ? (ExchangeType)IsakmpExchangeType.MainMode : ExchangeType.IkeSaInit),
            isOld ? IkeHeaderBits.None : IkeHeaderBits.Initiator,
            MessageId: 0,
            IkeHeader.HeaderLength).Write(message);
        return message;
    }
}
