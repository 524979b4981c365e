using System.Net;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ip;

/// <summary>Addresses: text forms of RFC 5952, byte order, families.</summary>
public sealed class IpAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("2001:0db8:0000:0000:0000:0000:0002:0001", "2001:db8::2:1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")] // one zero group is not shortened
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")]           // the longest run
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]     // the first of equals
    [InlineData("2001:DB8::AbC", "2001:db8::abc")]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("1::", "1::")]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.1")]
    public void Writes_the_canonical_text(string text, string canonical)
    {
        bool isAddress = IpAddress.TryParse(text, out IpAddress address);

        Assert.True(isAddress);
        Assert.Equal(canonical, address.ToString());
        Assert.Equal(IPAddress.Parse(text), address.ToIPAddress());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("010.0.0.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.")]
    [InlineData("fe80::1%3")]
    [InlineData("[::1]")]
    [InlineData("::1/64")]
    [InlineData("host")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    public void Refuses_text_that_programs_read_differently(string? text)
    {
        Assert.False(IpAddress.TryParse(text, out _));
    }

    [Fact]
    public void Agrees_with_the_framework_on_random_addresses()
    {
        var random = new Random(1);
        var bytes = new byte[16];
        for (int round = 0; round < 2000; round++)
        {
            random.NextBytes(bytes);
            Array.Clear(bytes, 0, random.Next(17));
            byte[] wire = round % 2 == 0 ? bytes : bytes[..4];
            var expected = new IPAddress(wire);
            IpAddress address = IpAddress.From(expected);

            var written = new byte[address.Length];
            address.Write(written);
            IpAddress parsed = WirePackets.Address(address.ToString());

            Assert.Equal(wire, written);
            Assert.Equal(address, parsed);
            Assert.Equal(expected, address.ToIPAddress());
            Assert.Equal(address, address.IsIpv6 ? IpAddress.ReadIpv6(wire) : IpAddress.ReadIpv4(wire));
        }
    }

    [Theory]
    [InlineData("223.255.255.255", false)]
    [InlineData("224.0.0.0", true)]
    [InlineData("239.255.255.255", true)]
    [InlineData("240.0.0.0", false)]
    [InlineData("ff02::1", true)]
    [InlineData("fe80::1", false)]
    public void Knows_multicast(string text, bool isMulticast)
    {
        Assert.Equal(isMulticast, WirePackets.Address(text).IsMulticast);
    }

    [Fact]
    public void Orders_ipv4_before_ipv6_and_then_by_number()
    {
        IpAddress low = WirePackets.Address("10.0.0.1");
        IpAddress high = WirePackets.Address("10.0.0.2");
        IpAddress other = WirePackets.Address("::");

        Assert.True(low < high && high < other && high > low && low <= high && other >= high);
        Assert.True(other.IsUnspecified);
        Assert.True(WirePackets.Address("255.255.255.255").IsLimitedBroadcast);
    }
}
