using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>Certificate chains of more than 4 KiB on a path that loses every IP fragment: IKE has to cut its messages itself (RFC 7383).</summary>
public sealed class StrongSwanAndFragments
{
    private const int LongChain = 4096;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Long_chains_cross_a_path_that_loses_fragments(bool weBegin)
    {
        (LabCredentials ours, LabCredentials theirs) = Pki.Create("rsa2048", moreNames: 80);
        using var lab = new StrongSwanPair(
            new ConnectionFile { Credentials = ours, Initiate = weBegin ? "onTraffic" : "never" },
            new SwanctlFile { Credentials = theirs },
            () => new NetworkPair().LosingFragments());

        if (!weBegin)
        {
            lab.InitiateThere();
        }

        Assert.InRange(ours.Own!.ChainLength, LongChain, int.MaxValue);
        Assert.InRange(theirs.Own!.ChainLength, LongChain, int.MaxValue);
        lab.AssertAllArrived(lab.Ping(10));
        string end = lab.End();
        Assert.Contains("IDi CERT CERT", end, StringComparison.Ordinal);
        Assert.Contains(weBegin ? "fragmented IKE message" : "splitting IKE message", end, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_them_the_same_chains_do_not_arrive()
    {
        (LabCredentials ours, LabCredentials theirs) = Pki.Create("rsa2048", moreNames: 80);
        using var lab = new StrongSwanPair(
            new ConnectionFile { Credentials = ours },
            new SwanctlFile { Credentials = theirs, ConnectionLines = "fragmentation = no" },
            () => new NetworkPair().LosingFragments());

        FinishedProcess ping = lab.PingInVain();

        Assert.DoesNotContain(" 0% packet loss", ping.Output, StringComparison.Ordinal);
    }
}
