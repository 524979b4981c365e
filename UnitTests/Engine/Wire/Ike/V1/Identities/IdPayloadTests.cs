using Pipeline.Engine.Wire.Ike.V1.Identities;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ike.V1.Identities;

/// <summary>RFC 2407 §4.6.2: identities of phase 2 are addresses, subnets and ranges.</summary>
public sealed class IdPayloadTests
{
    [Theory]
    [InlineData("10.1.2.3", IdType.Ipv4Address, "0a010203")]
    [InlineData("10.1.0.0/16", IdType.Ipv4Subnet, "0a010000ffff0000")]
    [InlineData("0.0.0.0/0", IdType.Ipv4Subnet, "0000000000000000")]
    [InlineData("10.1.0.1-10.1.0.2", IdType.Ipv4Range, "0a0100010a010002")]
    [InlineData("2001:db8::1", IdType.Ipv6Address, "20010db8000000000000000000000001")]
    [InlineData("2001:db8::/32", IdType.Ipv6Subnet, "20010db8000000000000000000000000ffffffff000000000000000000000000")]
    [InlineData("::/0", IdType.Ipv6Subnet, "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("2001:db8::1-2001:db8::4", IdType.Ipv6Range, "20010db800000000000000000000000120010db8000000000000000000000004")]
    public void Addresses_become_the_shortest_kind_and_back(string text, IdType kind, string identity)
    {
        Assert.True(AddressRange.TryParse(text, out AddressRange addresses));

        IdPayload payload = IdPayload.Of(addresses, protocol: 17, port: 1701);

        Assert.Equal(new IdPayload(kind, 17, 1701, Convert.FromHexString(identity)), payload);
        Assert.True(payload.TryAddresses(out AddressRange again));
        Assert.Equal(addresses, again);
    }

    [Theory]
    [InlineData(IdType.Ipv4Subnet, "0a010000ff00ff00")] // a mask with holes
    [InlineData(IdType.Ipv4Range, "0a0100020a010001")] // backwards
    [InlineData(IdType.Fqdn, "612e6578616d706c65")]
    [InlineData(IdType.KeyId, "0a010203")]
    public void What_is_no_range_of_addresses_is_not_taken_for_one(IdType kind, string identity)
    {
        Assert.False(new IdPayload(kind, 0, 0, Convert.FromHexString(identity)).TryAddresses(out _));
    }

    [Fact]
    public void Bits_beyond_the_mask_of_a_subnet_do_not_count()
    {
        Assert.True(new IdPayload(IdType.Ipv4Subnet, 0, 0, Convert.FromHexString("0a010203ffff0000")).TryAddresses(out AddressRange addresses));

        Assert.Equal("10.1.0.0/16", addresses.ToString());
    }
}
