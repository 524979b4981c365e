using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>Certificates whose connection lives on, under a flood without loss: rekeys of both kinds, and authentication anew.</summary>
public sealed class StrongSwanProvesItselfAnew
{
    /// <summary>strongSwan then makes the new IKE SA before it ends the old one, as we always do.</summary>
    private const string MakeBeforeBreak = "make_before_break = yes";

    /// <summary>We send on the new SA as soon as we have agreed to it; strongSwan drops what arrives before it has verified our signature.</summary>
    private const int MostDroppedByIt = 3;

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
        using StrongSwanPair lab = Start(new ConnectionFile { ChildRekeySeconds = 1, IkeRekeySeconds = 2 });

        await FloodDuring(lab, () => null);

        Assert.Contains("child: net rekeyed", lab.End(), StringComparison.Ordinal);
        Assert.Contains("ike: lab rekeyed", lab.End(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onTraffic")]
    [InlineData("never")]
    public async Task Our_new_authentication_loses_nothing(string initiate)
    {
        using StrongSwanPair lab = Start(new ConnectionFile { ReauthenticateSeconds = 2, Initiate = initiate });

        await FloodDuring(lab, () => null);

        AssertOneIkeSaIsLeft(lab);
        Assert.InRange(Count(lab.End(), "authentication of 'left.example' with"), 2, int.MaxValue);
    }

    [Theory]
    [InlineData("onTraffic")]
    [InlineData("never")]
    public async Task Its_new_authentication_loses_no_more_than_what_it_drops_itself(string initiate)
    {
        using StrongSwanPair lab = Start(new ConnectionFile { Initiate = initiate });

        await FloodDuring(lab, () => lab.Charon.Control("--rekey", "--ike", "lab", "--reauth"), MostDroppedByIt);

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

    private static async Task FloodDuring(StrongSwanPair lab, Func<FinishedProcess?> what, int mostLost = 0)
    {
        Task<EchoRun> forth = Task.Run(() => lab.PingFor(TimeSpan.FromSeconds(3)), TestContext.Current.CancellationToken);
        Task<EchoRun> back = Task.Run(() => lab.PingBackFor(TimeSpan.FromSeconds(3)), TestContext.Current.CancellationToken);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        FinishedProcess? done = what();

        lab.AssertAllArrived(await forth, mostLost);
        lab.AssertAllArrived(await back, mostLost);
        Assert.True(done is null or { ExitCode: 0 }, $"{done}");
    }

    private static void AssertOneIkeSaIsLeft(StrongSwanPair lab)
    {
        string sas = "";
        bool IsAlone()
        {
            sas = lab.Charon.Control("--list-sas", "--raw").Output;
            return Count(sas, "state=ESTABLISHED") == 1 && Count(sas, "state=INSTALLED") == 1;
        }

        // An old one is left a second longer, for what is on its way.
        Assert.True(SpinWait.SpinUntil(IsAlone, TimeSpan.FromSeconds(5)), sas);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
