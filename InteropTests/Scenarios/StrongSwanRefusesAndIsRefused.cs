using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>What is refused, by either side: the right notify goes over the wire (strongSwan's log), and our output says what stands in the way.</summary>
public sealed class StrongSwanRefusesAndIsRefused
{
    private const string Refused = "received AUTHENTICATION_FAILED notify error";
    private const string Refuses = "generating IKE_AUTH response 1 [ N(AUTH_FAILED) ]";

    // An initiator that does not believe the responder has to tell it behind IKE_AUTH (RFC 7296 §2.21.2).
    private const string Disbelieved = "parsed INFORMATIONAL request 2 [ N(AUTH_FAILED) ]";
    private const string Disbelieves = "generating INFORMATIONAL request 2 [ N(AUTH_FAILED) ]";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_peer_is_somebody_else(bool weBegin)
    {
        (LabCredentials our, LabCredentials their) = Pki.Create("ecdsa256");
        string end = Fail(
            new ConnectionFile { Credentials = our, RemoteIdentity = "somebody-else.example" },
            new SwanctlFile { Credentials = their },
            weBegin);

        // We ask for somebody else, whom strongSwan has no connection for.
        AssertNotified(end, weBegin ? Refuses : Refused);
        Assert.Contains(
            weBegin ? "does not believe that you are left.example" : "the peer says that it is right.example; you expect somebody-else.example",
            Line(end),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void We_are_somebody_else(bool weBegin)
    {
        (LabCredentials our, LabCredentials their) = Pki.Create("ecdsa256");
        string end = Fail(
            new ConnectionFile { Credentials = our },
            new SwanctlFile { Credentials = their, RemoteIdentity = "somebody-else.example" },
            weBegin);

        // strongSwan asks for somebody else.
        AssertNotified(end, weBegin ? Refuses : Refused);
        Assert.Contains(
            weBegin ? "does not believe that you are left.example" : "right.example asks for somebody-else.example; you are left.example",
            Line(end),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Its_certificate_has_expired(bool weBegin)
    {
        CertificateAuthority root = CertificateAuthority.CreateRoot("Root", "ecdsa256");
        string end = Fail(root, root.Issue("left.example", "ecdsa256"), root.Issue("right.example", "ecdsa256", expired: true), weBegin);

        AssertNotified(end, weBegin ? Disbelieved : Refused);
        Assert.Contains("has expired", Line(end), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Our_certificate_has_expired(bool weBegin)
    {
        CertificateAuthority root = CertificateAuthority.CreateRoot("Root", "ecdsa256");
        string end = Fail(root, root.Issue("left.example", "ecdsa256", expired: true), root.Issue("right.example", "ecdsa256"), weBegin);

        AssertNotified(end, weBegin ? Refuses : Disbelieves);
        Assert.Contains("has expired", Line(end), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Its_certificate_is_revoked(bool weBegin)
    {
        CertificateAuthority root = CertificateAuthority.CreateRoot("Root", "ecdsa256");
        LabCertificate right = root.Issue("right.example", "ecdsa256");
        string end = Fail(root, root.Issue("left.example", "ecdsa256"), right, weBegin, revoked: root.Revoke(right));

        AssertNotified(end, weBegin ? Disbelieved : Refused);
        Assert.Contains("was revoked at", Line(end), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Our_certificate_is_revoked(bool weBegin)
    {
        CertificateAuthority root = CertificateAuthority.CreateRoot("Root", "ecdsa256");
        LabCertificate left = root.Issue("left.example", "ecdsa256");
        string end = Fail(root, left, root.Issue("right.example", "ecdsa256"), weBegin, revokedThere: root.Revoke(left));

        AssertNotified(end, weBegin ? Refuses : Disbelieves);
        Assert.Contains("certificate was revoked", end, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Its_CA_is_unknown_to_us(bool weBegin)
    {
        (LabCredentials our, LabCredentials their) = Pki.Create("ecdsa256");
        CertificateAuthority other = CertificateAuthority.CreateRoot("Other root", "ecdsa256");
        string end = Fail(
            new ConnectionFile { Credentials = our with { Roots = [other.Certificate] } },
            new SwanctlFile { Credentials = their },
            weBegin);

        AssertNotified(end, weBegin ? Disbelieved : Refused);
        Assert.Contains("CN=Right CA is issued by O=Lab, CN=Root", Line(end), StringComparison.Ordinal);
        Assert.Contains("trustAnchors", Line(end), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Our_CA_is_unknown_to_it(bool weBegin)
    {
        (LabCredentials our, LabCredentials their) = Pki.Create("ecdsa256");
        CertificateAuthority other = CertificateAuthority.CreateRoot("Other root", "ecdsa256");
        string end = Fail(
            new ConnectionFile { Credentials = our },
            new SwanctlFile { Credentials = their with { Roots = [other.Certificate] } },
            weBegin);

        AssertNotified(end, weBegin ? Refuses : Disbelieves);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_selectors_have_nothing_in_common(bool weBegin)
    {
        string end = Fail(new ConnectionFile(), new SwanctlFile { RemoteNetwork = "172.16.0.0/16" }, weBegin);

        Assert.Contains("N(TS_UNACCEPT)", end, StringComparison.Ordinal);
        Assert.Contains("10.61.1.0/24", Line(end), StringComparison.Ordinal);
        if (!weBegin)
        {
            Assert.Contains("172.16.0.0/16", Line(end), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_child_proposals_have_nothing_in_common(bool weBegin)
    {
        string end = Fail(new ConnectionFile(), new SwanctlFile { ChildProposal = "aes256-sha256" }, weBegin);

        Assert.Contains("N(NO_PROP)", end, StringComparison.Ordinal);
        Assert.Contains("aes128gcm16", Line(end), StringComparison.Ordinal);
    }

    private static string Fail(
        CertificateAuthority root, LabCertificate left, LabCertificate right, bool weBegin, string? revoked = null, string? revokedThere = null) => Fail(
        new ConnectionFile
        {
            Credentials = new LabCredentials { Own = left, Roots = [root.Certificate], RevocationLists = revoked is null ? [] : [revoked] },
        },
        new SwanctlFile
        {
            Credentials = new LabCredentials { Own = right, Roots = [root.Certificate], RevocationLists = revokedThere is null ? [] : [revokedThere] },
        },
        weBegin);

    /// <summary>Has one side begin, and gives what both wrote.</summary>
    private static string Fail(ConnectionFile ours, SwanctlFile theirs, bool weBegin)
    {
        using var lab = new StrongSwanPair(ours with { Initiate = weBegin ? "onTraffic" : "never" }, theirs);
        if (weBegin)
        {
            Assert.Contains("100% packet loss", lab.PingInVain().Output, StringComparison.Ordinal);
        }
        else
        {
            FinishedProcess initiated = lab.Charon.Control("--initiate", "--child", "net");
            Assert.True(initiated.ExitCode != 0, initiated.ToString());
        }

        return lab.End();
    }

    /// <summary>Our line about the first failure.</summary>
    private static string Line(string end) => end.Split('\n').FirstOrDefault(line => line.Contains("failed: ", StringComparison.Ordinal)) ?? "(no failure)";

    private static void AssertNotified(string end, string notified)
    {
        Assert.True(end.Contains(notified, StringComparison.Ordinal), $"not there: {notified}\n{end}");
        Assert.Contains("failed: IkeAuth", end, StringComparison.Ordinal);
    }
}
