using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>The running gateway, with a TUN device and sockets, against the ESP of a Linux kernel.</summary>
[Collection(SharedGuest.Name)]
public sealed class RunMeetsTheKernel(KernelLab lab)
{
    [Theory]
    [InlineData("esp aes128-gcm", false)]
    [InlineData("esp aes128-gcm", true)]
    [InlineData("esp aes128-cbc hmac-sha256-128", false)]
    [InlineData("esp aes128-cbc hmac-sha256-128", true)]
    public void Pings_cross_the_tunnel_both_ways(string suite, bool udpEncapsulation)
    {
        var kernelCase = new KernelCase(Suite.Parse(suite), IpsecMode.Tunnel, IpVersion.V4) { UdpEncapsulation = udpEncapsulation };
        EchoRun? pings = null;

        (FinishedProcess gateway, string newGuestErrors) = lab.RunGateway(kernelCase, space => pings = EchoRun.Send(
            space, kernelCase.RequestSource, kernelCase.RequestDestination, count: 200, period: 1, length: 1200));

        Assert.True(pings!.AllArrived, $"{pings}{gateway}{newGuestErrors}");
        Assert.Equal(0, gateway.ExitCode);
        Assert.Contains("protected 200, unprotected 200", gateway.Output, StringComparison.Ordinal);
        Assert.Empty(newGuestErrors);
    }
}
