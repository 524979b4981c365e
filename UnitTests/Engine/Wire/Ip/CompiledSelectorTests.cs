using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ip;

/// <summary>The compiled form answers as the selector itself does.</summary>
public sealed class CompiledSelectorTests
{
    [Fact]
    public void Agrees_with_the_selector_on_random_flows()
    {
        var random = new RandomTraffic(seed: 7296);
        int inside = 0;
        for (int round = 0; round < 3000; round++)
        {
            TrafficSelector selector = random.NextSelector();
            var compiled = new CompiledSelector(selector);
            for (int probe = 0; probe < 20; probe++)
            {
                FlowKey flow = probe % 2 == 0 ? random.NextFlow() : random.NextFlowInside(selector);
                bool expected = selector.Contains(flow);
                inside += expected ? 1 : 0;

                Assert.True(expected == compiled.Contains(flow), $"{selector} and {flow}");
            }
        }

        Assert.True(inside > 5000, "too few flows were inside a selector");
    }

    [Theory]
    [InlineData(null, true, true)]
    [InlineData("10.0.0.0/8", true, false)]
    [InlineData("2001:db8::/32", false, true)]
    public void Takes_the_families_of_its_addresses(string? destination, bool ipv4, bool ipv6)
    {
        AddressRange? range = AddressRange.TryParse(destination, out AddressRange some) ? some : null;

        var compiled = new CompiledSelector(new TrafficSelector { Destination = range });

        Assert.Equal(ipv4, compiled.TakesFamily(isIpv6: false));
        Assert.Equal(ipv6, compiled.TakesFamily(isIpv6: true));
    }
}
