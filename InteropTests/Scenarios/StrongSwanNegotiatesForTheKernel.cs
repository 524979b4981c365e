using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>What only a kernel can judge: AH, transport mode and extended sequence numbers, negotiated with strongSwan inside the guest.</summary>
[Collection(SharedGuest.Name)]
public sealed class StrongSwanNegotiatesForTheKernel(KernelLab lab)
{
    private const int Count = 100;

    [Theory]
    [InlineData(IpsecMode.Tunnel, false, "aes128gcm16", true)]
    [InlineData(IpsecMode.Tunnel, false, "aes128gcm16", false)]
    [InlineData(IpsecMode.Tunnel, false, "aes256-sha256-esn", true)]
    [InlineData(IpsecMode.Tunnel, true, "sha256", true)]
    [InlineData(IpsecMode.Tunnel, true, "sha512-esn", false)]
    [InlineData(IpsecMode.Transport, false, "aes128gcm16-esn", true)]
    [InlineData(IpsecMode.Transport, false, "aes128-sha256", false)]
    [InlineData(IpsecMode.Transport, true, "sha256", true)]
    [InlineData(IpsecMode.Transport, true, "sha1", false)]
    public void Pings_are_answered(IpsecMode mode, bool isAh, string proposal, bool weBegin)
    {
        LabChild child = Child(mode) with { IsAh = isAh, Proposal = proposal };
        EchoRun? ping = null;
        string states = "";

        (string output, string newGuestErrors) = Negotiate(Ours(child, weBegin), child, (space, charon) =>
        {
            ping = Ping(space, mode);
            states = charon.KernelStates();
        });

        Assert.True(ping!.AllArrived, $"{ping}{output}{newGuestErrors}");
        Assert.Contains($"protected {Count}, unprotected {Count}", output, StringComparison.Ordinal);
        Assert.Empty(newGuestErrors);
        Assert.Contains(isAh ? "proto ah" : "proto esp", states, StringComparison.Ordinal);
        Assert.Contains(mode == IpsecMode.Tunnel ? "mode tunnel" : "mode transport", states, StringComparison.Ordinal);
        Assert.Equal(proposal.EndsWith("-esn", StringComparison.Ordinal), states.Contains("esn", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(IpsecMode.Tunnel, true)]
    [InlineData(IpsecMode.Tunnel, false)]
    [InlineData(IpsecMode.Transport, true)]
    [InlineData(IpsecMode.Transport, false)]
    public void Pings_are_answered_in_UDP(IpsecMode mode, bool weBegin)
    {
        LabChild child = Child(mode);
        EchoRun? ping = null;
        string states = "";

        (string output, string newGuestErrors) = Negotiate(Ours(child, weBegin) with { ForceEncapsulation = true }, child, (space, charon) =>
        {
            ping = Ping(space, mode);
            states = charon.KernelStates();
        });

        Assert.True(ping!.AllArrived, $"{ping}{output}{newGuestErrors}{states}");
        Assert.Empty(newGuestErrors);
        Assert.Contains("encap type espinudp sport 4500 dport 4500", states, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IpsecMode.Tunnel, true, "sha256", true)]
    [InlineData(IpsecMode.Tunnel, true, "sha256", false)]
    [InlineData(IpsecMode.Transport, false, "aes128gcm16-x25519-esn", true)]
    [InlineData(IpsecMode.Transport, false, "aes128gcm16-x25519-esn", false)]
    public async Task Keys_are_replaced_under_a_flood_without_loss(IpsecMode mode, bool isAh, string proposal, bool weDo)
    {
        LabChild child = Child(mode) with { IsAh = isAh, Proposal = proposal, RekeySeconds = weDo ? 1 : 0 };
        Task<EchoRun>? flood = null;

        (string output, string newGuestErrors) = Negotiate(Ours(child, weBegin: true), child, (space, charon) =>
        {
            flood = Task.Run(() => Flood(space, mode));
            if (!weDo)
            {
                Thread.Sleep(500);
                charon.Control("--rekey --child net");
            }

            flood.Wait();
        });

        EchoRun ping = await flood!;
        Assert.True(ping.AllArrived, $"{ping}{output}{newGuestErrors}");
        Assert.Contains("child: net rekeyed", output, StringComparison.Ordinal);
        Assert.Empty(newGuestErrors);
    }

    [Theory]
    [InlineData(IpsecMode.Tunnel)]
    [InlineData(IpsecMode.Transport)]
    public void Its_traffic_begins_a_child_that_its_policy_traps(IpsecMode mode)
    {
        (string us, string them) = Ends(mode);
        LabChild child = Child(mode);
        string pings = "";

        (string output, string _) = Negotiate(
            Ours(child, weBegin: false), child, (_, charon) => pings = charon.Ping(them, us, 10), theirs => theirs with { ChildLines = "start_action = trap" });

        // The first ones make the kernel ask for the SA, and are lost there.
        Assert.DoesNotContain(" 100% packet loss", pings, StringComparison.Ordinal);
        Assert.Contains("creating acquire job for policy", output, StringComparison.Ordinal);
        Assert.Contains("child: net established", output, StringComparison.Ordinal);
    }

    private (string Output, string NewGuestErrors) Negotiate(
        ConnectionFile ours, LabChild child, Action<NetworkSpace, GuestCharon> use, Func<SwanctlFile, SwanctlFile>? adjust = null) => lab.Negotiate(
        ours,
        (adjust ?? (theirs => theirs))(new SwanctlFile { Children = [child] }),
        (space, charon) =>
        {
            if (child.Mode == IpsecMode.Transport)
            {
                // Only what is to be protected goes to the gateway: what it has protected has the same addresses, and must go out.
                space.Configure($"rule add ipproto icmp lookup 100\nroute add {LabAddresses.GuestOuter(IpVersion.V4)} dev tun0 table 100");
            }

            try
            {
                if (ours.Initiate == "never" && adjust is null)
                {
                    charon.Control("--initiate --child net");
                }

                use(space, charon);
            }
            finally
            {
                space.Run(["ip", "rule", "del", "ipproto", "icmp", "lookup", "100"]);
            }
        });

    private static ConnectionFile Ours(LabChild child, bool weBegin) => new() { Children = [child], Initiate = weBegin ? "onTraffic" : "never" };

    private static LabChild Child(IpsecMode mode) => new()
    {
        Mode = mode,
        LeftNetwork = mode == IpsecMode.Tunnel ? LabAddresses.OurNetwork(IpVersion.V4) : null,
        RightNetwork = mode == IpsecMode.Tunnel ? LabAddresses.GuestNetwork(IpVersion.V4) : null,
    };

    private static EchoRun Ping(NetworkSpace space, IpsecMode mode)
    {
        (string from, string to) = Ends(mode);
        return EchoRun.Send(space, from, to, Count, period: 10, length: 1200);
    }

    private static EchoRun Flood(NetworkSpace space, IpsecMode mode)
    {
        (string from, string to) = Ends(mode);
        return EchoRun.Send(space, from, to, count: 200, period: 10, length: 100);
    }

    private static (string From, string To) Ends(IpsecMode mode) => mode == IpsecMode.Tunnel
        ? (LabAddresses.OurInner(IpVersion.V4), LabAddresses.GuestInner(IpVersion.V4))
        : (LabAddresses.OurOuter(IpVersion.V4), LabAddresses.GuestOuter(IpVersion.V4));
}
