using Pipeline.Engine.Ports;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports;

/// <summary>Addresses with prefix lengths, as devices and routes have them.</summary>
public sealed class InterfaceAddressTests
{
    [Theory]
    [InlineData("10.1.0.1/16", "10.1.0.1/16", false)]
    [InlineData("10.2.0.0/16", "10.2.0.0/16", true)]
    [InlineData("10.2.0.1", "10.2.0.1/32", true)]
    [InlineData("0.0.0.0/0", "0.0.0.0/0", true)]
    [InlineData("2001:db8::/32", "2001:db8::/32", true)]
    [InlineData("2001:db8::1/64", "2001:db8::1/64", false)]
    public void Reads_what_it_writes(string text, string written, bool isNetwork)
    {
        Assert.True(InterfaceAddress.TryParse(text, out InterfaceAddress address));
        Assert.Equal((written, isNetwork), (address.ToString(), address.IsNetwork));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10.1.0.1/33")]
    [InlineData("10.1.0.1/-1")]
    [InlineData("10.1.0.1/")]
    [InlineData("10.1/16")]
    [InlineData("2001:db8::/129")]
    [InlineData("10.1.0.0-10.1.0.9")]
    public void Refuses_anything_else(string? text) => Assert.False(InterfaceAddress.TryParse(text, out _));
}
