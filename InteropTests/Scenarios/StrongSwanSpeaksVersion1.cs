using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>strongSwan at the other end of IKEv1: main mode with preshared keys and quick mode, whoever begins.</summary>
public sealed class StrongSwanSpeaksVersion1
{
    private const string Ike = "aes128-sha256-modp2048";
    private const string Child = "aes128-sha256";

    [Theory]
    [InlineData(Ike, Child, true)]
    [InlineData(Ike, Child, false)]
    [InlineData("aes256-sha512-ecp256", "aes256-sha512", true)]
    [InlineData("aes256-sha512-ecp256", "aes256-sha512", false)]
    [InlineData(Ike, "aes128gcm16", true)]
    [InlineData(Ike, "aes128gcm16", false)]
    [InlineData("3des-sha1-modp1024", "3des-sha1", true)]
    [InlineData("3des-sha1-modp1024", "3des-sha1", false)]
    [InlineData("des-md5-modp768", "des-md5", true)]
    [InlineData("des-md5-modp768", "des-md5", false)]
    public void Ten_requests_are_answered(string ike, string child, bool weBegin)
    {
        using StrongSwanPair lab = Start(
            Ours(weBegin) with { IkeProposal = ike, ChildProposal = child }, Theirs with { IkeProposal = ike, ChildProposal = child });

        lab.AssertAllArrived(lab.Ping(10));

        Assert.Contains("ike: lab established with right.example", lab.End(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Quick_mode_makes_a_key_exchange_of_its_own(bool weBegin)
    {
        using StrongSwanPair lab = Start(
            Ours(weBegin) with { ChildProposal = $"{Child}-modp2048" }, Theirs with { ChildProposal = $"{Child}-modp2048" });

        lab.AssertAllArrived(lab.Ping(10));

        Assert.Contains("MODP_2048", lab.Charon.Control("--list-sas").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Child, true)]
    [InlineData(Child, false)]
    [InlineData($"{Child}-modp2048", true)]
    [InlineData($"{Child}-modp2048", false)]
    public void Our_quick_mode_replaces_keys_under_a_flood_and_loses_nothing(string child, bool weBegin)
    {
        using StrongSwanPair lab = Start(
            Ours(weBegin) with { ChildProposal = child, ChildRekeySeconds = 2 }, Theirs with { ChildProposal = child });
        lab.AssertAllArrived(lab.Ping(5));

        lab.AssertAllArrived(lab.PingFor(TimeSpan.FromSeconds(6)));

        Assert.Contains("child: net rekeyed", lab.End(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--child", "net", true)]
    [InlineData("--child", "net", false)]
    [InlineData("--ike", "lab", true)]
    [InlineData("--ike", "lab", false)]
    public async Task It_replaces_keys_under_a_flood_and_loses_nothing(string what, string name, bool weBegin)
    {
        using StrongSwanPair lab = Start(Ours(weBegin), Theirs);
        lab.AssertAllArrived(lab.Ping(5));

        Task<EchoRun> forth = Task.Run(() => lab.PingFor(TimeSpan.FromSeconds(4)), TestContext.Current.CancellationToken);
        Task<EchoRun> back = Task.Run(() => lab.PingBackFor(TimeSpan.FromSeconds(4)), TestContext.Current.CancellationToken);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        FinishedProcess rekeyed = lab.Charon.Control("--rekey", what, name);

        lab.AssertAllArrived(await forth);
        lab.AssertAllArrived(await back);
        Assert.True(rekeyed.ExitCode == 0, $"{rekeyed}{lab.End()}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Our_new_main_mode_loses_nothing(bool weBegin)
    {
        using StrongSwanPair lab = Start(Ours(weBegin) with { IkeRekeySeconds = 2 }, Theirs);
        lab.AssertAllArrived(lab.Ping(5));

        lab.AssertAllArrived(lab.PingFor(TimeSpan.FromSeconds(6)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_peer_that_was_killed_is_noticed(bool weBegin)
    {
        using StrongSwanPair lab = Start(Ours(weBegin) with { DeadPeerDetectionSeconds = 1 }, Theirs);
        lab.AssertAllArrived(lab.Ping(5));

        lab.Charon.Kill();
        Thread.Sleep(10_000);

        Assert.Contains("failed: Informational", lab.End(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void We_give_signs_of_life(bool weBegin)
    {
        using StrongSwanPair lab = Start(Ours(weBegin), Theirs with { ConnectionLines = "dpd_delay = 1s" });
        lab.AssertAllArrived(lab.Ping(5));

        // While nothing is sent: packets are a sign of life too.
        Thread.Sleep(4000);

        lab.AssertAllArrived(lab.Ping(5));
        Assert.Contains("N(DPD_ACK)", lab.End(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task We_are_behind_a_NAT(bool rekeys)
    {
        using var lab = new StrongSwanPair(
            Ours(weBegin: true) with { LocalAddress = "any", ChildRekeySeconds = rekeys ? 2 : 0 }, Theirs, () => new NatNetwork(hidesUs: true));

        lab.AssertAllArrived(lab.Ping(10));
        await FloodBothWays(lab, seconds: rekeys ? 4 : 1);

        Assert.Contains("remote host is behind NAT", lab.End(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_behind_a_NAT()
    {
        using var lab = new StrongSwanPair(
            Ours(weBegin: false) with { RemoteAddress = "any" },
            Theirs with { LocalAddress = NatNetwork.Hidden },
            () => new NatNetwork(hidesUs: false));

        lab.InitiateThere();
        lab.AssertAllArrived(lab.Ping(10));
        await FloodBothWays(lab, seconds: 1);

        Assert.Contains("local host is behind NAT", lab.End(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_wrong_secret_is_refused(bool weBegin)
    {
        using var lab = new StrongSwanPair(Ours(weBegin) with { PresharedKey = "another secret" }, Theirs);

        if (weBegin)
        {
            Assert.Contains("100% packet loss", lab.PingInVain().Output, StringComparison.Ordinal);

            // What cannot be decrypted is no answer: only silence ends it.
            Thread.Sleep(8000);
        }
        else
        {
            Assert.NotEqual(0, lab.Charon.Control("--initiate", "--child", "net", "--timeout", "5").ExitCode);
        }

        Assert.DoesNotContain("ESTABLISHED", lab.Charon.Control("--list-sas").Output, StringComparison.Ordinal);
        string end = lab.End();
        Assert.DoesNotContain("ike: lab established", end, StringComparison.Ordinal);
        Assert.True(!weBegin || end.Contains("failed: ", StringComparison.Ordinal), end);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_delete_ends_it_on_both_sides(bool weBegin, bool weEnd)
    {
        using StrongSwanPair lab = Start(Ours(weBegin), Theirs);
        lab.AssertAllArrived(lab.Ping(5));

        if (weEnd)
        {
            lab.Order("terminate", "lab");
        }
        else
        {
            FinishedProcess ended = lab.Charon.Control("--terminate", "--ike", "lab");
            Assert.True(ended.ExitCode == 0, ended.ToString());
        }

        bool isOver = SpinWait.SpinUntil(() => !AreThere(lab), TimeSpan.FromSeconds(5));
        Assert.True(isOver, lab.End());
        Assert.Contains("ike: lab ended", lab.End(), StringComparison.Ordinal);
    }

    [Fact]
    public void Aggressive_mode_is_refused()
    {
        using var lab = new StrongSwanPair(Ours(weBegin: false), Theirs with { ConnectionLines = "aggressive = yes" });

        Assert.NotEqual(0, lab.Charon.Control("--initiate", "--child", "net", "--timeout", "2").ExitCode);

        Assert.InRange(lab.Ask("status").GetProperty("ike").GetProperty("aggressive").GetInt32(), 1, int.MaxValue);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void A_connection_of_another_version_is_not_meant(int ours, int theirs)
    {
        using var lab = new StrongSwanPair(Ours(weBegin: false) with { Version = ours }, Theirs with { Version = theirs });

        Assert.NotEqual(0, lab.Charon.Control("--initiate", "--child", "net", "--timeout", "2").ExitCode);

        Assert.InRange(lab.Ask("status").GetProperty("ike").GetProperty("uninvited").GetInt32(), 1, int.MaxValue);
    }

    private static SwanctlFile Theirs => new() { Version = 1, IkeProposal = Ike, ChildProposal = Child };

    private static ConnectionFile Ours(bool weBegin) => new()
    {
        Version = 1,
        AllowLegacy = true,
        IkeProposal = Ike,
        ChildProposal = Child,
        Initiate = weBegin ? "onTraffic" : "never",
    };

    /// <summary>Both sides; where strongSwan begins, it has begun.</summary>
    private static StrongSwanPair Start(ConnectionFile ours, SwanctlFile theirs)
    {
        var lab = new StrongSwanPair(ours, theirs);
        if (ours.Initiate == "never")
        {
            lab.InitiateThere();
        }

        return lab;
    }

    private static bool AreThere(StrongSwanPair lab) =>
        lab.Charon.Control("--list-sas").Output.Contains("ESTABLISHED", StringComparison.Ordinal)
        || lab.Ask("sas").GetProperty("ikeSas").GetArrayLength() > 0;

    private static async Task FloodBothWays(StrongSwanPair lab, int seconds)
    {
        Task<EchoRun> back = Task.Run(() => lab.PingBackFor(TimeSpan.FromSeconds(seconds)), TestContext.Current.CancellationToken);
        EchoRun forth = lab.PingFor(TimeSpan.FromSeconds(seconds));

        lab.AssertAllArrived(forth);
        lab.AssertAllArrived(await back);
    }
}
