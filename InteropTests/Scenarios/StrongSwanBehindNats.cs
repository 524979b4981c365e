using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>NAT traversal (RFC 7296 §2.23, RFC 3948): a real NAT that chooses ports at random, in front of either side, and none at all.</summary>
public sealed class StrongSwanBehindNats
{
    [Fact]
    public async Task We_are_behind_one()
    {
        using var lab = new StrongSwanPair(
            new ConnectionFile { LocalAddress = "any" },
            new SwanctlFile(),
            () => new NatNetwork(hidesUs: true));

        lab.AssertAllArrived(lab.Ping(10));
        await FloodBothWays(lab);

        Assert.Contains("remote host is behind NAT", lab.End(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_peer_is_behind_one()
    {
        using var lab = new StrongSwanPair(
            new ConnectionFile { RemoteAddress = "any", Initiate = "never" },
            new SwanctlFile { LocalAddress = NatNetwork.Hidden },
            () => new NatNetwork(hidesUs: false));

        lab.InitiateThere();
        lab.AssertAllArrived(lab.Ping(10));
        await FloodBothWays(lab);

        Assert.Contains("local host is behind NAT", lab.End(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keys_of_both_kinds_are_replaced_through_one(bool weDo)
    {
        using var lab = new StrongSwanPair(
            new ConnectionFile { LocalAddress = "any", ChildRekeySeconds = weDo ? 2 : 0, IkeRekeySeconds = weDo ? 3 : 0 },
            new SwanctlFile(),
            () => new NatNetwork(hidesUs: true));
        lab.AssertAllArrived(lab.Ping(10));

        Task flood = FloodBothWays(lab, seconds: 4);
        if (!weDo)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            Assert.Equal(0, lab.Charon.Control("--rekey", "--child", "net").ExitCode);

            // One after the other: what is asked for during the first is refused for a while, and comes after the flood (RFC 7296 §2.25).
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            Assert.Equal(0, lab.Charon.Control("--rekey", "--ike", "lab").ExitCode);
        }

        await flood;

        string end = lab.End();
        Assert.Contains("child: net rekeyed", end, StringComparison.Ordinal);
        Assert.Contains("ike: lab rekeyed", end, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task There_is_none_and_we_want_ESP_in_UDP_all_the_same(bool weBegin)
    {
        using var lab = new StrongSwanPair(
            new ConnectionFile { ForceEncapsulation = true, Initiate = weBegin ? "onTraffic" : "never" }, new SwanctlFile());

        if (!weBegin)
        {
            lab.InitiateThere();
        }

        lab.AssertAllArrived(lab.Ping(10));
        await FloodBothWays(lab);

        // By what we say of ourselves; what it says of itself would be enough for it, but not for another peer.
        Assert.Contains("remote host is behind NAT", lab.End(), StringComparison.Ordinal);
    }

    private static async Task FloodBothWays(StrongSwanPair lab, int seconds = 1)
    {
        Task<EchoRun> back = Task.Run(() => lab.PingBackFor(TimeSpan.FromSeconds(seconds)), TestContext.Current.CancellationToken);
        EchoRun forth = lab.PingFor(TimeSpan.FromSeconds(seconds));

        lab.AssertAllArrived(forth);
        lab.AssertAllArrived(await back);
    }
}
