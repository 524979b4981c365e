using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ip;

/// <summary>Prefixes, ranges and single addresses.</summary>
public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0", "10.255.255.255", "10.0.0.0/8")]
    [InlineData("10.1.2.3/8", "10.0.0.0", "10.255.255.255", "10.0.0.0/8")]
    [InlineData("0.0.0.0/0", "0.0.0.0", "255.255.255.255", "0.0.0.0/0")]
    [InlineData("10.0.0.1/32", "10.0.0.1", "10.0.0.1", "10.0.0.1")]
    [InlineData("10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.1")]
    [InlineData("10.0.0.1-10.0.0.9", "10.0.0.1", "10.0.0.9", "10.0.0.1-10.0.0.9")]
    [InlineData("10.0.0.0-10.0.0.255", "10.0.0.0", "10.0.0.255", "10.0.0.0/24")]
    [InlineData("10.0.0.1-10.0.0.2", "10.0.0.1", "10.0.0.2", "10.0.0.1-10.0.0.2")]
    [InlineData("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::/32")]
    [InlineData("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0")]
    [InlineData("::1 - ::9", "::1", "::9", "::1-::9")]
    public void Reads_every_form_and_writes_the_shortest(string text, string first, string last, string shortest)
    {
        bool isRange = AddressRange.TryParse(text, out AddressRange range);

        Assert.True(isRange);
        Assert.Equal(new AddressRange(WirePackets.Address(first), WirePackets.Address(last)), range);
        Assert.Equal(shortest, range.ToString());
        Assert.True(range.Contains(range.First) && range.Contains(range.Last));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("any")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/")]
    [InlineData("::/129")]
    [InlineData("10.0.0.9-10.0.0.1")]
    [InlineData("10.0.0.1-::1")]
    [InlineData("10.0.0.1-")]
    public void Refuses_anything_else(string? text)
    {
        Assert.False(AddressRange.TryParse(text, out _));
    }

    [Fact]
    public void Contains_its_family_only()
    {
        Assert.False(AddressRange.AnyIpv6.Contains(WirePackets.SourceV4));
        Assert.False(AddressRange.AnyIpv4.Contains(WirePackets.SourceV6));
        Assert.False(AddressRange.Of(WirePackets.SourceV4).Contains(WirePackets.DestinationV4));
        Assert.True(AddressRange.AnyIpv6.IsIpv6);
    }
}
