using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>Several Child SAs in one IKE SA: each carries its own traffic, and comes when it is needed.</summary>
public sealed class StrongSwanHasSeveralChildren
{
    private static readonly LabChild[] Children = [.. Enumerable.Range(1, 3).Select(number => new LabChild
    {
        Name = $"net{number}",
        RightNetwork = $"10.62.{number}.0/24",
    })];

    [Fact]
    public void Each_comes_with_its_first_packet()
    {
        using StrongSwanPair lab = Start("onTraffic");

        AssertEachCarries(lab);

        string end = lab.End();
        Assert.Equal(1, Count(end, "ike: lab established"));
        Assert.All(Children, child => Assert.Equal(1, Count(end, $"child: {child.Name} established")));
    }

    [Fact]
    public void All_come_at_the_start()
    {
        using StrongSwanPair lab = Start("start");
        Assert.True(SpinWait.SpinUntil(() => Installed(lab) == Children.Length, TimeSpan.FromSeconds(10)), "not all are there");

        AssertEachCarries(lab);

        Assert.Equal(1, Count(lab.End(), "ike: lab established"));
    }

    [Fact]
    public void It_begins_one_after_the_other()
    {
        using StrongSwanPair lab = Start("never");

        Array.ForEach(Children, child => lab.InitiateThere(child.Name));

        Assert.Equal(Children.Length, Installed(lab));
        AssertEachCarries(lab);
        Assert.Equal(1, Count(lab.End(), "ike: lab established"));
    }

    [Fact]
    public void One_goes_and_the_others_stay()
    {
        using StrongSwanPair lab = Start("never");
        Array.ForEach(Children, child => lab.InitiateThere(child.Name));

        FinishedProcess ended = lab.Charon.Control("--terminate", "--child", "net2");

        Assert.Equal(0, ended.ExitCode);
        lab.AssertAllArrived(lab.Ping(5, AddressIn(Children[0])));
        lab.AssertAllArrived(lab.Ping(5, AddressIn(Children[2])));
        Assert.Contains("100% packet loss", lab.PingInVain(AddressIn(Children[1])).Output, StringComparison.Ordinal);
    }

    private static StrongSwanPair Start(string initiate)
    {
        var lab = new StrongSwanPair(new ConnectionFile { Children = Children, Initiate = initiate }, new SwanctlFile { Children = Children });
        Array.ForEach(Children, child => lab.Network.Right.Configure($"address add {AddressIn(child)}/32 dev lo"));
        return lab;
    }

    /// <summary>Only the child's own SA takes its packets: strongSwan counts them.</summary>
    private static void AssertEachCarries(StrongSwanPair lab)
    {
        Assert.All(Children, (child, number) => lab.AssertAllArrived(lab.Ping(10 + number, AddressIn(child))));
        string sas = lab.Charon.Control("--list-sas", "--raw").Output;
        Assert.All(Children, (_, number) => Assert.Contains($"packets-in={10 + number} ", sas, StringComparison.Ordinal));
    }

    private static int Installed(StrongSwanPair lab) => Count(lab.Charon.Control("--list-sas", "--raw").Output, "state=INSTALLED");

    private static string AddressIn(LabChild child) => child.RightNetwork!.Replace(".0/24", ".1", StringComparison.Ordinal);

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
