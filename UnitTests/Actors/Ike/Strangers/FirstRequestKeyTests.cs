using System.Buffers.Binary;
using Pipeline.Actors.Ike;
using Pipeline.Actors.Ike.Strangers;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Actors.Ike.Strangers;

/// <summary>Whoever shares a key with another request is taken for its repetition, and never answered.</summary>
public sealed class FirstRequestKeyTests
{
    private static readonly IkePath Path = new(
        new UdpEndpoint(IpAddress.ReadIpv4([198, 51, 100, 2]), IkePath.IkePort), new UdpEndpoint(IpAddress.ReadIpv4([198, 51, 100, 1]), IkePath.IkePort));

    [Fact]
    public void A_repetition_has_the_key_of_the_first()
    {
        Assert.Equal(FirstRequestKey.Of(Request(7)), FirstRequestKey.Of(Request(7)));
    }

    [Fact]
    public void A_hundred_thousand_requests_of_one_peer_have_as_many_keys()
    {
        // Of 32 bits one would be shared, more likely than not: a load test found that.
        HashSet<FirstRequestKey> keys = [.. Enumerable.Range(0, 100_000).Select(number => FirstRequestKey.Of(Request(number)))];

        Assert.Equal(100_000, keys.Count);
    }

    private static IkeArrived Request(int number)
    {
        var datagram = new byte[240];
        BinaryPrimitives.WriteInt32BigEndian(datagram, number);
        return new IkeArrived(Path, datagram);
    }
}
