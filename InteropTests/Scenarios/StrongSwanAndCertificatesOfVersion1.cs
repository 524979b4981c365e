using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>
/// IKEv1 with certificates from intermediate CAs that the other side does not know; the anchor is the root. The signature is over the bare hash:
/// strongSwan's log calls it NULL.
/// </summary>
public sealed class StrongSwanAndCertificatesOfVersion1
{
    private const string Ike = "aes128-sha256-modp2048";

    [Theory]
    [InlineData("rsa2048", Ike, true)]
    [InlineData("rsa2048", Ike, false)]
    [InlineData("rsa4096", "aes256-sha1-modp2048", true)]
    [InlineData("ecdsa256", Ike, true)]
    [InlineData("ecdsa256", Ike, false)]
    [InlineData("ecdsa384", Ike, true)]
    [InlineData("ecdsa384", Ike, false)]
    public void Both_sides_sign(string kind, string suite, bool weBegin)
    {
        (LabCredentials our, LabCredentials their) = Pki.Create(kind);
        using StrongSwanPair lab = Start(Ours(our, weBegin) with { IkeProposal = suite }, Theirs(their) with { IkeProposal = suite });

        lab.AssertAllArrived(lab.Ping(10));

        string end = lab.End();
        string signature = kind.StartsWith("rsa", StringComparison.Ordinal) ? "RSA_EMSA_PKCS1_NULL" : "ECDSA_WITH_NULL";
        Assert.Contains($"authentication of 'left.example' with {signature} successful", end, StringComparison.Ordinal);
        Assert.Contains("authentication of 'right.example' (myself) successful", end, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Long_chains_cross_a_path_that_loses_fragments(bool weBegin)
    {
        (LabCredentials our, LabCredentials their) = Pki.Create("rsa2048", moreNames: 80);
        using StrongSwanPair lab = Start(Ours(our, weBegin), Theirs(their), () => new NetworkPair().LosingFragments());

        lab.AssertAllArrived(lab.Ping(10));

        Assert.Contains("ID CERT CERT", lab.End(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_authority_that_we_do_not_trust_is_named(bool weBegin)
    {
        (LabCredentials our, LabCredentials their) = Pki.Create("ecdsa256");
        (LabCredentials other, LabCredentials _) = Pki.Create("ecdsa256");
        using var lab = new StrongSwanPair(Ours(our with { Roots = other.Roots }, weBegin), Theirs(their));

        if (weBegin)
        {
            lab.PingInVain();
        }
        else
        {
            Assert.NotEqual(0, lab.Charon.Control("--initiate", "--child", "net", "--timeout", "5").ExitCode);
        }

        string end = lab.End();
        Assert.DoesNotContain("ike: lab established", end, StringComparison.Ordinal);
        Assert.Contains("whose certificate is not at hand", end, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_does_not_trust_our_authority_and_we_hear_so(bool weBegin)
    {
        (LabCredentials our, LabCredentials their) = Pki.Create("ecdsa256");
        (LabCredentials _, LabCredentials other) = Pki.Create("ecdsa256");
        using var lab = new StrongSwanPair(Ours(our, weBegin), Theirs(their with { Roots = other.Roots }));

        if (weBegin)
        {
            lab.PingInVain();
            Assert.Contains("does not believe that you are left.example", lab.End(), StringComparison.Ordinal);
        }
        else
        {
            Assert.NotEqual(0, lab.Charon.Control("--initiate", "--child", "net", "--timeout", "5").ExitCode);
            Assert.DoesNotContain("ESTABLISHED", lab.Charon.Control("--list-sas").Output, StringComparison.Ordinal);
        }
    }

    private static ConnectionFile Ours(LabCredentials credentials, bool weBegin) => new()
    {
        Version = 1,
        Credentials = credentials,
        IkeProposal = Ike,
        ChildProposal = "aes128-sha256",
        Initiate = weBegin ? "onTraffic" : "never",
    };

    private static SwanctlFile Theirs(LabCredentials credentials) =>
        new() { Version = 1, Credentials = credentials, IkeProposal = Ike, ChildProposal = "aes128-sha256" };

    /// <summary>Both sides; where strongSwan begins, it has begun.</summary>
    private static StrongSwanPair Start(ConnectionFile ours, SwanctlFile theirs, Func<ILabNetwork>? network = null)
    {
        StrongSwanPair lab = network is null ? new(ours, theirs) : new(ours, theirs, network);
        if (ours.Initiate == "never")
        {
            lab.InitiateThere();
        }

        return lab;
    }
}
