using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>Two gateways in namespaces of their own, each with a TUN device: what hosts send arrives, and nothing is left behind.</summary>
public sealed class RunCarriesTrafficBetweenNamespaces
{
    /// <summary>As many answers as the socket of who asks can hold.</summary>
    private const int BurstCount = 50;

    /// <summary>Longer than the device's MTU: the host fragments, and the gateway puts together and fragments again.</summary>
    private const int InPieces = 4000;

    [Theory]
    [InlineData(IpVersion.V4, false)]
    [InlineData(IpVersion.V4, true)]
    [InlineData(IpVersion.V6, false)]
    [InlineData(IpVersion.V6, true)]
    public void A_burst_of_pings_loses_nothing(IpVersion version, bool udpEncapsulation)
    {
        SkipWithoutNamespaces();
        var kernelCase = new KernelCase(Suite.Parse("esp aes128-gcm"), IpsecMode.Tunnel, version) { UdpEncapsulation = udpEncapsulation };
        using var directory = new LabDirectory();
        using var network = new NetworkPair();
        using RunningGateway left = Start(network.Left, directory.NewCase(), GatewayFile.ForLeft(kernelCase));
        using RunningGateway right = Start(network.Right, directory.NewCase(), GatewayFile.ForRight(kernelCase));
        (string us, string them) = (LabAddresses.OurInner(version), LabAddresses.GuestInner(version));

        EchoRun burst = EchoRun.Send(network.Left, us, them, BurstCount, period: 0, length: 1200);
        EchoRun stream = EchoRun.Send(network.Left, us, them, count: 3000, period: 1, length: 1200);
        EchoRun back = EchoRun.Send(network.Right, them, us, count: 20, period: 10, length: version == IpVersion.V4 ? InPieces : 1200);
        FinishedProcess leftEnd = left.Stop();
        FinishedProcess rightEnd = right.Stop();

        string all = $"{burst}{stream}{back}{leftEnd}{rightEnd}";
        Assert.True(burst.AllArrived && stream.AllArrived && back.AllArrived, all);
        Assert.True((leftEnd.ExitCode, rightEnd.ExitCode) == (0, 0), all);
        Assert.DoesNotContain("tun0", network.Left.Run(["ip", "link"]).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(LabAddresses.GuestNetwork(version), network.Left.Run(["ip", "-6", "route"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_wire_shows_only_ESP_in_UDP()
    {
        SkipWithoutNamespaces();
        var kernelCase = new KernelCase(Suite.Parse("esp aes128-gcm"), IpsecMode.Tunnel, IpVersion.V4) { UdpEncapsulation = true };
        using var directory = new LabDirectory();
        using var network = new NetworkPair();
        using RunningGateway left = Start(network.Left, directory.NewCase(), GatewayFile.ForLeft(kernelCase));

        // Nobody listens there: the datagrams are counted as arrivals without a port.
        network.Left.Run(
            ["ping", "-q", "-c", "5", "-i", "0.01", "-W", "1", "-I", LabAddresses.OurInner(IpVersion.V4), LabAddresses.GuestInner(IpVersion.V4)]);
        string counters = network.Right.Run(["cat", "/proc/net/snmp"]).Output;
        left.Stop();

        string[] udp = [.. counters.Split('\n').Where(line => line.StartsWith("Udp: ", StringComparison.Ordinal))];
        int column = Array.IndexOf(udp[0].Split(' '), "NoPorts");
        Assert.Equal("5", udp[1].Split(' ')[column]);
    }

    [Fact]
    public void A_second_gateway_is_told_what_is_taken()
    {
        SkipWithoutNamespaces();
        var kernelCase = new KernelCase(Suite.Parse("esp aes128-gcm"), IpsecMode.Tunnel, IpVersion.V4);
        using var directory = new LabDirectory();
        using var network = new NetworkPair();
        string configuration = GatewayFile.ForLeft(kernelCase);
        using RunningGateway first = Start(network.Left, directory.NewCase(), configuration);

        string sameDevice = Write(directory.NewCase(), configuration);
        string otherDevice = Write(directory.NewCase(), """{ "control": { "socket": "gateway.sock" }, "ports": { "tun": { "name": "tun1" } } }""");
        FinishedProcess second = network.Left.Run(GatewayProcess.CommandLine("run", "--config", sameDevice));
        FinishedProcess third = network.Left.Run(GatewayProcess.CommandLine("run", "--config", otherDevice));
        first.Stop();

        Assert.Equal((3, 3), (second.ExitCode, third.ExitCode));
        Assert.Contains("tun0 is used by another process", second.Errors, StringComparison.Ordinal);
        Assert.Contains("UDP port 500 of 0.0.0.0 is taken by another process", third.Errors, StringComparison.Ordinal);
    }

    private static void SkipWithoutNamespaces()
    {
        if (Requirements.MissingForNamespaces() is { } missing)
        {
            Assert.Skip(missing);
        }
    }

    private static RunningGateway Start(NetworkSpace space, string directory, string configuration) =>
        RunningGateway.Start(space, Write(directory, configuration));

    private static string Write(string directory, string configuration)
    {
        string file = Path.Combine(directory, "gateway.json");
        File.WriteAllText(file, configuration);
        return file;
    }
}
