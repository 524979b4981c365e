using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>RFC 4301 section 5.1.2: IPv4 crosses an IPv6 tunnel, and IPv6 an IPv4 one.</summary>
[Collection(SharedGuest.Name)]
public sealed class TunnelsCarryTheOtherIpVersion(KernelLab lab)
{
    [Theory]
    [InlineData("esp aes128-gcm", IpVersion.V4, IpVersion.V6)]
    [InlineData("esp aes128-gcm", IpVersion.V6, IpVersion.V4)]
    [InlineData("esp aes128-cbc hmac-sha256-128", IpVersion.V4, IpVersion.V6)]
    [InlineData("esp aes128-cbc hmac-sha256-128", IpVersion.V6, IpVersion.V4)]
    [InlineData("ah hmac-sha1-96", IpVersion.V4, IpVersion.V6)]
    [InlineData("ah hmac-sha1-96", IpVersion.V6, IpVersion.V4)]
    [InlineData("ah hmac-sha256-128 + esp aes128-gcm", IpVersion.V4, IpVersion.V6)]
    [InlineData("ah hmac-sha256-128 + esp aes128-gcm", IpVersion.V6, IpVersion.V4)]
    public void Both_ways(string suite, IpVersion inner, IpVersion outer)
    {
        var kernelCase = new KernelCase(Suite.Parse(suite), IpsecMode.Tunnel, outer) { Inner = inner };
        IReadOnlyList<EchoMessage> requests = kernelCase.Requests();

        KernelExchange exchange = lab.Exchange(kernelCase, requests, requests.Count);

        Assert.All(exchange.Protected, packet => Assert.Equal((int)outer, packet[0] >> 4));
        Assert.Equal(requests.Select(request => request.Reply()), exchange.Opened);
        Assert.Empty(exchange.NewGuestErrors);
    }
}
