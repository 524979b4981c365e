using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Captures;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Selectors;

/// <summary>Between the selectors of IKE and those of packets.</summary>
public sealed class SelectorPairsTests
{
    [Theory]
    [InlineData("10.1.0.0/16 > 10.2.0.0/16,10.3.0.0/16", "10.1.0.0/16 port any -> 10.2.0.0/16 port any protocol any | "
        + "10.1.0.0/16 port any -> 10.3.0.0/16 port any protocol any")]
    [InlineData("10.1.0.0/16:6:80 > 10.2.0.0/16", "10.1.0.0/16 port 80 -> 10.2.0.0/16 port any protocol 6")]
    [InlineData("10.1.0.0/16:1:2048 > 10.2.0.0/16:1", "10.1.0.0/16 port any -> 10.2.0.0/16 port any protocol 1 messages 2048")]
    [InlineData("10.1.0.0/16:1 > 10.2.0.0/16:1:2048-2303", "10.1.0.0/16 port any -> 10.2.0.0/16 port any protocol 1 messages 2048-2303")]
    [InlineData("10.1.0.0/16 > 2001:db8::/32", "")]
    [InlineData("10.1.0.0/16:6 > 10.2.0.0/16:17", "")]
    public void Every_pair_that_can_be_in_a_packet_is_a_selector(string selectors, string expected)
    {
        Assert.Equal(expected, string.Join(" | ", SelectorPairs.ToTrafficSelectors(SelectorChoiceTests.Read(selectors))));
    }

    [Fact]
    public void A_selector_of_packets_comes_back_from_IKE()
    {
        var traffic = new RandomTraffic(3);
        for (int round = 0; round < 5_000; round++)
        {
            TrafficSelector selector = traffic.NextSelector();
            if (selector.IcmpTypes.IsOpaque || selector.SourcePorts.IsOpaque || selector.DestinationPorts.IsOpaque)
            {
                // IKE has one field for ports and for message types, and cannot say which of them a packet should not show.
                continue;
            }

            IReadOnlyList<TrafficSelector> again = SelectorPairs.ToTrafficSelectors(SelectorPairs.Of(selector));
            for (int probe = 0; probe < 8; probe++)
            {
                FlowKey flow = probe < 4 ? traffic.NextFlow() : traffic.NextFlowInside(selector);

                Assert.Equal(selector.Contains(flow), again.Any(one => one.Contains(flow)));
            }
        }
    }

    [Fact]
    public void The_recorded_selectors_are_read_from_either_side()
    {
        var replay = new IkeReplay("ikev2-psk-gcm128-esp");
        replay.Run();
        IkeMessage request = replay.Messages.First(message => message.Find<TsPayload>(PayloadType.TsInitiator) is not null);
        TsPayload initiator = request.Find<TsPayload>(PayloadType.TsInitiator)!;
        TsPayload responder = request.Find<TsPayload>(PayloadType.TsResponder)!;

        ChildSelectors ours = ChildSelectors.Of(initiator, responder, isInitiator: true);

        Assert.Equal("10.61.1.0/24 to 10.61.2.0/24", ours.ToString());
        Assert.Equal(ours.Reversed, ChildSelectors.Of(initiator, responder, isInitiator: false));
        Assert.Equal((initiator, responder), ours.ToPayloads(isInitiator: true));
        Assert.Equal((initiator, responder), ours.Reversed.ToPayloads(isInitiator: false));
    }

    [Theory]
    [InlineData("10.0.0.5", true)]
    [InlineData("10.0.0.5:17:1701,10.0.0.5", true)]
    [InlineData("10.0.0.5,10.0.0.6", false)]
    [InlineData("10.0.0.0/24", false)]
    [InlineData("2001:db8::1", false)]
    public void Behind_a_NAT_one_address_takes_the_place_of_another(string side, bool substitutes)
    {
        Assert.True(IpAddress.TryParse("192.0.2.1", out IpAddress seen));
        ChildSelectors selectors = SelectorChoiceTests.Read($"{side} > {side}");

        bool done = TransportSelectors.TrySubstitute(selectors.Local, seen, out var substituted, out IpAddress original);

        Assert.Equal(substitutes, done);
        Assert.All(substituted, selector => Assert.Equal(AddressRange.Of(seen), selector.Addresses));
        Assert.Equal(done, TransportSelectors.TrySubstitute(substituted, original, out var back, out _));
        Assert.True(!done || back == selectors.Local);
    }
}
