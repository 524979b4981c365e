using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Messages;

/// <summary>RFC 7296 §2.23.</summary>
public sealed class NatDetectionTests
{
    private static readonly IpAddress Here = WirePackets.Address("198.51.100.1");

    private static readonly IpAddress There = WirePackets.Address("198.51.100.2");

    private static readonly IpAddress HereV6 = WirePackets.Address("2001:db8::1");

    [Fact]
    public void Equal_hashes_mean_no_NAT()
    {
        Assert.Equal(NatPresence.None, NatDetection.Detect(Message(Hash(Here, 500), Hash(There, 500)), Here, 500, There, 500));
        Assert.Equal(NatPresence.None, NatDetection.Detect(Message(Hash(HereV6, 4500), Hash(There, 500)), HereV6, 4500, There, 500));
    }

    [Fact]
    public void Another_port_or_address_is_a_NAT_on_that_side()
    {
        IkeMessage message = Message(Hash(Here, 500), Hash(There, 500));

        Assert.Equal(NatPresence.PeerBehindNat, NatDetection.Detect(message, Here, 501, There, 500));
        Assert.Equal(NatPresence.BehindNat, NatDetection.Detect(message, Here, 500, Here, 500));
        Assert.Equal(NatPresence.BehindNat | NatPresence.PeerBehindNat, NatDetection.Detect(message, There, 500, Here, 500));
        Assert.Equal(
            NatPresence.BehindNat | NatPresence.PeerBehindNat,
            NatDetection.Detect(message with { ResponderSpi = 9 }, Here, 500, There, 500));
    }

    [Fact]
    public void One_fitting_source_of_several_is_enough()
    {
        IkeMessage message = Message(Hash(HereV6, 500), Hash(There, 500));
        message = message with
        {
            Payloads = [.. message.Payloads, new NotifyPayload(NotifyType.NatDetectionSourceIp, Hash(Here, 500))],
        };

        Assert.Equal(NatPresence.None, NatDetection.Detect(message, Here, 500, There, 500));
    }

    [Fact]
    public void A_peer_that_says_nothing_knows_no_NAT_traversal()
    {
        IkeMessage message = Message(Hash(Here, 500), Hash(There, 500));

        Assert.Null(NatDetection.Detect(message with { Payloads = [] }, Here, 500, There, 500));
        Assert.Null(NatDetection.Detect(message with { Payloads = [message.Payloads[0]] }, Here, 500, There, 500));
    }

    private static byte[] Hash(IpAddress address, ushort port) => NatDetection.Hash(1, 2, address, port);

    private static IkeMessage Message(byte[] source, byte[] destination) => new()
    {
        InitiatorSpi = 1,
        ResponderSpi = 2,
        Exchange = ExchangeType.IkeSaInit,
        Payloads =
        [
            new NotifyPayload(NotifyType.NatDetectionSourceIp, source),
            new NotifyPayload(NotifyType.NatDetectionDestinationIp, destination),
        ],
    };
}
