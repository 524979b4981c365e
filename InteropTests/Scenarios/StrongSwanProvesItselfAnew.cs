using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>Certificates whose connection lives on, under a flood without loss: rekeys of both kinds, and authentication anew.</summary>
public sealed class StrongSwanProvesItselfAnew
{
    /// <summary>strongSwan then makes the new IKE SA before it ends the old one, as we always do.</summary>
    private const string MakeBeforeBreak = "make_before_break = yes";

    [Theory]
    [InlineData("--child", "net")]
    [InlineData("--ike", "lab")]
    public async Task Its_rekey_loses_nothing(string what, string name)
    {
        using StrongSwanPair lab = Start(new ConnectionFile());

        await FloodDuring(lab, () => lab.Charon.Control("--rekey", what, name));

        Assert.Contains(what == "--child" ? "child: net rekeyed" : "ike: lab rekeyed", lab.End(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_rekeys_lose_nothing()
    {
        using StrongSwanPair lab = Start(new ConnectionFile { ChildRekeySeconds = 2, IkeRekeySeconds = 3 });

        await FloodDuring(lab, () => null);

        Assert.Contains("child: net rekeyed", lab.End(), StringComparison.Ordinal);
        Assert.Contains("ike: lab rekeyed", lab.End(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onTraffic")]
    [InlineData("never")]
    public async Task Our_new_authentication_loses_nothing(string initiate)
    {
        using StrongSwanPair lab = Start(new ConnectionFile { ReauthenticateSeconds = 3, Initiate = initiate });

        await FloodDuring(lab, () => null);

        AssertOneIkeSaIsLeft(lab);
        Assert.InRange(Count(lab.End(), "authentication of 'left.example' with"), 2, int.MaxValue);
    }

    [Theory]
    [InlineData("onTraffic")]
    [InlineData("never")]
    public async Task Its_new_authentication_loses_nothing(string initiate)
    {
        using StrongSwanPair lab = Start(new ConnectionFile { Initiate = initiate });

        await FloodDuring(lab, () => lab.Charon.Control("--rekey", "--ike", "lab", "--reauth"));

        AssertOneIkeSaIsLeft(lab);
        Assert.Equal(2, Count(lab.End(), "ike: lab established"));
    }

    /// <summary>A connection with certificates that is up.</summary>
    private static StrongSwanPair Start(ConnectionFile ours)
    {
        (LabCredentials our, LabCredentials their) = Pki.Create("ecdsa256");
        var lab = new StrongSwanPair(
            ours with { Credentials = our }, new SwanctlFile { Credentials = their, DaemonLines = MakeBeforeBreak });
        if (ours.Initiate == "never")
        {
            lab.InitiateThere();
        }

        lab.AssertAllArrived(lab.Ping(5));
        return lab;
    }

    private static async Task FloodDuring(StrongSwanPair lab, Func<FinishedProcess?> what)
    {
        Task<FinishedProcess> forth = Task.Run(() => lab.PingFor(TimeSpan.FromSeconds(4)), TestContext.Current.CancellationToken);
        Task<FinishedProcess> back = Task.Run(() => lab.PingBackFor(TimeSpan.FromSeconds(4)), TestContext.Current.CancellationToken);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        FinishedProcess? done = what();

        lab.AssertAllArrived(await forth);
        lab.AssertAllArrived(await back);
        Assert.True(done is null or { ExitCode: 0 }, $"{done}");
    }

    private static void AssertOneIkeSaIsLeft(StrongSwanPair lab)
    {
        string sas = lab.Charon.Control("--list-sas", "--raw").Output;
        Assert.True(Count(sas, "state=ESTABLISHED") == 1 && Count(sas, "state=INSTALLED") == 1, sas + lab.End());
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
