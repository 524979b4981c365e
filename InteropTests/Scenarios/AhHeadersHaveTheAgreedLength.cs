using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>
/// RFC 4302 section 3.3.3.2.1 pads the AH header to 4 bytes on IPv4 and to 8 on IPv6; Linux by default pads to 8 on
/// IPv4 too. The two differ for ICVs of 128 and 256 bits, and the gateway speaks both.
/// </summary>
[Collection(SharedGuest.Name)]
public sealed class AhHeadersHaveTheAgreedLength(KernelLab lab)
{
    [Theory]
    [InlineData("ah hmac-sha256-128", IpVersion.V4, 4, 28)]
    [InlineData("ah hmac-sha256-128", IpVersion.V4, 8, 32)]
    [InlineData("ah hmac-sha512-256", IpVersion.V4, 4, 44)]
    [InlineData("ah hmac-sha512-256", IpVersion.V4, 8, 48)]
    [InlineData("ah hmac-sha1-96", IpVersion.V4, 8, 24)]
    [InlineData("ah hmac-sha256-128", IpVersion.V6, 4, 32)]
    [InlineData("ah hmac-sha512-256", IpVersion.V6, 4, 48)]
    public void On_both_sides(string suite, IpVersion outer, int alignment, int headerLength)
    {
        var kernelCase = new KernelCase(Suite.Parse(suite), IpsecMode.Transport, outer) { AhAlignment = alignment };
        IReadOnlyList<EchoMessage> requests = kernelCase.Requests();

        KernelExchange exchange = lab.Exchange(kernelCase, requests, requests.Count);

        Assert.All(exchange.Protected, packet => Assert.Equal(headerLength, AhLength(packet, outer)));
        Assert.All(exchange.Answers, packet => Assert.Equal(headerLength, AhLength(packet, outer)));
        Assert.Equal(requests.Select(request => request.Reply()), exchange.Opened);
        Assert.Empty(exchange.NewGuestErrors);
    }

    // RFC 4302 section 2.2: the payload length counts 4-byte words, less two.
    private static int AhLength(byte[] packet, IpVersion version) =>
        (packet[(version == IpVersion.V4 ? 20 : 40) + 1] + 2) * 4;
}
