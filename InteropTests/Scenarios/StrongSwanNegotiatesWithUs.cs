using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>strongSwan at the other end of IKEv2: who begins, which algorithms, rekeys under load, and what is refused.</summary>
public sealed class StrongSwanNegotiatesWithUs
{
    [Theory]
    [InlineData("aes128gcm16-prfsha256-x25519", "aes128gcm16")]
    [InlineData("aes256-sha256-modp2048", "aes256-sha256")]
    [InlineData("aes256gcm16-prfsha384-ecp384", "aes256gcm16-ecp384")]
    [InlineData("chacha20poly1305-prfsha256-curve25519", "chacha20poly1305")]
    [InlineData("aes128ctr-sha256-ecp256", "aes128ctr-sha256")]
    public void We_begin_with_the_first_packet_and_lose_nothing(string ike, string child)
    {
        using var lab = new StrongSwanPair(
            new ConnectionFile { IkeProposal = ike, ChildProposal = child },
            new SwanctlFile { IkeProposal = ike, ChildProposal = child });

        EchoRun ping = lab.Ping(50);

        lab.AssertAllArrived(ping);
    }

    [Theory]
    [InlineData("aes128gcm16-prfsha256-x25519", "aes128gcm16")]
    [InlineData("aes256-sha256-modp2048", "aes256-sha256")]
    [InlineData("chacha20poly1305-prfsha256-curve25519", "chacha20poly1305")]
    public void It_begins(string ike, string child)
    {
        using var lab = new StrongSwanPair(
            new ConnectionFile { IkeProposal = ike, ChildProposal = child, Initiate = "never" },
            new SwanctlFile { IkeProposal = ike, ChildProposal = child });

        FinishedProcess initiated = lab.Charon.Control("--initiate", "--child", "net");
        EchoRun ping = lab.Ping(50);

        Assert.True(initiated.ExitCode == 0, $"{initiated}{lab.End()}");
        lab.AssertAllArrived(ping);
    }

    [Theory]
    [InlineData("--child", "net")]
    [InlineData("--ike", "lab")]
    public async Task Its_rekey_under_a_flood_loses_nothing(string what, string name)
    {
        using var lab = new StrongSwanPair(new ConnectionFile(), new SwanctlFile());
        lab.AssertAllArrived(lab.Ping(5));

        Task<EchoRun> flood = Task.Run(() => lab.PingFor(TimeSpan.FromSeconds(4)), TestContext.Current.CancellationToken);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        FinishedProcess rekeyed = lab.Charon.Control("--rekey", what, name);
        EchoRun ping = await flood;

        Assert.True(rekeyed.ExitCode == 0, $"{rekeyed}{lab.End()}");
        lab.AssertAllArrived(ping);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 2)]
    public void Our_rekey_under_a_flood_loses_nothing(int childSeconds, int ikeSeconds)
    {
        using var lab = new StrongSwanPair(new ConnectionFile { ChildRekeySeconds = childSeconds, IkeRekeySeconds = ikeSeconds }, new SwanctlFile());
        lab.AssertAllArrived(lab.Ping(5));

        EchoRun ping = lab.PingFor(TimeSpan.FromSeconds(6));

        lab.AssertAllArrived(ping);
        Assert.Contains("rekeyed", lab.End(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_secret_is_refused_and_explained()
    {
        using var lab = new StrongSwanPair(new ConnectionFile { PresharedKey = "another secret" }, new SwanctlFile());

        FinishedProcess ping = lab.PingInVain();
        string end = lab.End();

        Assert.Contains("100% packet loss", ping.Output, StringComparison.Ordinal);
        Assert.Contains("failed: IkeAuth", end, StringComparison.Ordinal);
        Assert.Contains("AUTH_FAILED", end, StringComparison.Ordinal);
    }

    [Fact]
    public void No_common_proposal_is_refused_and_explained()
    {
        using var lab = new StrongSwanPair(
            new ConnectionFile { Initiate = "never" }, new SwanctlFile { IkeProposal = "aes128gcm16-prfsha256-modp2048" });

        FinishedProcess initiated = lab.Charon.Control("--initiate", "--child", "net");
        string end = lab.End();

        Assert.NotEqual(0, initiated.ExitCode);
        Assert.Contains("NO_PROP", end, StringComparison.Ordinal);
        Assert.True(end.Contains("peer offers group modp2048 only; you allow x25519", StringComparison.Ordinal), end);
        Assert.Contains("aes128gcm16-prfsha256-modp2048", end, StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_was_killed_is_noticed()
    {
        using var lab = new StrongSwanPair(new ConnectionFile { DeadPeerDetectionSeconds = 1 }, new SwanctlFile());
        lab.AssertAllArrived(lab.Ping(5));

        lab.Charon.Kill();
        Thread.Sleep(8000);

        Assert.Contains("failed: Informational", lab.End(), StringComparison.Ordinal);
    }
}
