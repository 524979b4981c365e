using System.Text.Json;
using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>Two of our gateways, by IKEv2: what the control socket tells, and that its orders do what they say.</summary>
public sealed class OrdersReachARunningGateway
{
    private static readonly string Us = LabAddresses.OurInner(IpVersion.V4);
    private static readonly string Them = LabAddresses.GuestInner(IpVersion.V4);

    [Fact]
    public void A_connection_is_begun_rekeyed_and_ended_by_order()
    {
        using var lab = new Pair(new ConnectionFile());

        AssertDone(lab.Left.Order("initiate", "lab"), "established with right.example");
        lab.AssertAllArrived(lab.Ping(20));
        (string ikeSpi, string childSpi) = SpisOf(lab.Left);
        AssertDone(lab.Left.Order("rekey", "lab/net"), "has new keys");
        (string sameIkeSpi, string otherChildSpi) = SpisOf(lab.Left);
        AssertDone(lab.Left.Order("rekey", "lab"), "has new keys");
        (string otherIkeSpi, _) = SpisOf(lab.Left);
        lab.AssertAllArrived(lab.Ping(20));
        AssertDone(lab.Left.Order("terminate", "lab"), "has ended");

        Assert.Equal(ikeSpi, sameIkeSpi);
        Assert.NotEqual(childSpi, otherChildSpi);
        Assert.NotEqual(ikeSpi, otherIkeSpi);
        Assert.Equal(0, lab.Left.Ask("sas").GetProperty("ikeSas").GetArrayLength());
        Assert.Equal(0, lab.Right.Ask("sas").GetProperty("ikeSas").GetArrayLength());
    }

    [Fact]
    public void Status_and_sas_tell_what_runs()
    {
        using var lab = new Pair(new ConnectionFile());
        lab.AssertAllArrived(lab.Ping(20));

        JsonElement status = lab.Left.Ask("status");
        JsonElement connection = Assert.Single(status.GetProperty("connections").EnumerateArray());
        JsonElement sa = Assert.Single(lab.Left.Ask("sas").GetProperty("ikeSas").EnumerateArray());
        JsonElement child = Assert.Single(sa.GetProperty("children").EnumerateArray());

        Assert.Equal(("established", "right.example"), (Text(connection, "state"), Text(connection, "peer")));
        Assert.Equal(2, status.GetProperty("shards").GetArrayLength());
        Assert.Equal(("initiator", "established"), (Text(sa, "role"), Text(sa, "state")));
        Assert.Equal(("net", "esp tunnel", "10.61.1.0/24 -> 10.61.2.0/24"), (Text(child, "name"), Text(child, "mode"), Text(child, "selectors")));
        Assert.Equal((20, 20), (child.GetProperty("inboundPackets").GetInt32(), child.GetProperty("outboundPackets").GetInt32()));
        Assert.InRange(child.GetProperty("rekeyInSeconds").GetInt32(), 3000, 3600);
        string table = lab.Left.Order("status").Output + lab.Left.Order("sas").Output;
        Assert.All(table.Split('\n'), line => Assert.InRange(line.Length, 0, 140));
    }

    [Fact]
    public void A_failure_is_told_in_the_same_words_by_initiate_status_and_log()
    {
        using var lab = new Pair(new ConnectionFile(), new ConnectionFile { IsRight = true, Initiate = "never", PresharedKey = "another secret of them" });

        FinishedProcess initiated = lab.Left.Order("initiate", "lab", "--timeout", "20");
        JsonElement connection = Assert.Single(lab.Left.Ask("status").GetProperty("connections").EnumerateArray());
        JsonElement refused = lab.Left.Ask("initiate", "nobody");
        string text = Text(connection.GetProperty("lastFailure"), "text");
        string log = lab.Left.Stop().Output;

        Assert.True(initiated.ExitCode == 1, initiated.ToString());
        Assert.Contains(text, initiated.Errors, StringComparison.Ordinal);
        Assert.Contains(text, log, StringComparison.Ordinal);
        Assert.Contains("there is no connection 'nobody'; there are lab", Text(refused, "error"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reload_leaves_a_tunnel_under_a_flood_alone(bool bySignal)
    {
        using var lab = new Pair(new ConnectionFile { Spares = ["old", "changed"] });
        lab.AssertAllArrived(lab.Ping(5));
        (string, string) before = SpisOf(lab.Left);

        Task<EchoRun> flood = Task.Run(() => lab.PingFor(TimeSpan.FromSeconds(4)), TestContext.Current.CancellationToken);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        lab.Left.Write(new ConnectionFile { Spares = ["changed", "new"] }.ToString());
        FinishedProcess plan = lab.Left.Order("reload", "--plan");
        FinishedProcess reload = bySignal ? HangUp(lab.Left) : lab.Left.Order("reload");
        FinishedProcess again = lab.Left.Order("reload");
        EchoRun ping = await flood;

        lab.AssertAllArrived(ping);
        Assert.Equal(before, SpisOf(lab.Left));
        JsonElement child = lab.Left.Ask("sas").GetProperty("ikeSas")[0].GetProperty("children")[0];
        Assert.Equal(405, child.GetProperty("outboundPackets").GetInt32());
        Assert.Contains("added: new\nchanged: changed (addresses, identities, children)\nremoved: old", plan.Output, StringComparison.Ordinal);
        Assert.Contains("plan only", plan.Output, StringComparison.Ordinal);
        Assert.True(reload.ExitCode == 0, reload.ToString());
        AssertDone(again, "nothing has changed");
        Assert.Contains("reload: added: new", lab.Left.Stop().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_errors_or_with_what_needs_a_restart_changes_nothing()
    {
        using var lab = new Pair(new ConnectionFile());
        lab.AssertAllArrived(lab.Ping(5));
        string good = new ConnectionFile { Spares = ["new"] }.ToString();

        lab.Left.Write(good.Replace("\"initiate\"", "\"initiat\"", StringComparison.Ordinal));
        FinishedProcess wrong = lab.Left.Order("reload");
        lab.Left.Write(good.Replace("\"shardCount\": 2", "\"shardCount\": 3", StringComparison.Ordinal));
        FinishedProcess fixedOption = lab.Left.Order("reload");

        Assert.True(wrong.ExitCode == 2, wrong.ToString());
        Assert.Contains("initiat", wrong.Output, StringComparison.Ordinal);
        Assert.True(fixedOption.ExitCode == 1, fixedOption.ToString());
        Assert.Contains("needs a restart: shards", fixedOption.Output, StringComparison.Ordinal);
        Assert.Equal(1, lab.Left.Ask("status").GetProperty("connections").GetArrayLength());
        lab.AssertAllArrived(lab.Ping(5));
    }

    [Fact]
    public void A_changed_secret_has_the_connection_negotiated_anew()
    {
        const string NewSecret = "another secret of both of them";
        using var lab = new Pair(new ConnectionFile { Initiate = "start" });
        lab.AssertAllArrived(lab.Ping(5));
        (string Ike, string Child) before = SpisOf(lab.Left);

        lab.Right.Write(new ConnectionFile { IsRight = true, Initiate = "never", PresharedKey = NewSecret }.ToString());
        lab.Left.Write(new ConnectionFile { Initiate = "start", PresharedKey = NewSecret }.ToString());
        FinishedProcess right = lab.Right.Order("reload");
        FinishedProcess left = lab.Left.Order("reload");
        FinishedProcess initiated = lab.Left.Order("initiate", "lab", "--timeout", "20");

        AssertDone(right, "changed: lab (authentication)");
        AssertDone(left, "changed: lab (authentication)");
        Assert.True(initiated.ExitCode == 0, initiated.ToString());
        Assert.NotEqual(before.Ike, SpisOf(lab.Left).Ike);
        lab.AssertAllArrived(lab.Ping(20));
        Assert.DoesNotContain("another secret", lab.Left.Stop().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_gateway_is_told_that_one_runs_here()
    {
        using var lab = new Pair(new ConnectionFile());
        string file = Path.Combine(lab.Left.Folder, "second.json");
        File.WriteAllText(file, $$"""{ "control": { "socket": "{{RunningGateway.SocketName}}" }, "ports": { "tun": { "name": "tun7" } } }""");

        FinishedProcess second = lab.Network.Left.Run(GatewayProcess.CommandLine("run", "--config", file));

        Assert.True(second.ExitCode == 3, second.ToString());
        Assert.Contains("another gateway runs here", second.Errors, StringComparison.Ordinal);
        AssertDone(lab.Left.Order("status"), "Pipeline");
        string socket = Path.Combine(lab.Left.Folder, RunningGateway.SocketName);
        lab.Left.Stop();
        Assert.False(Path.Exists(socket));
        Assert.Equal(3, lab.Left.Order("status").ExitCode);
    }

    [Fact]
    public void Another_user_is_refused_even_where_a_careless_mode_lets_him_in()
    {
        const string Nobody = "65534";
        const string Client = "import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); print(s.recv(4096).decode())";
        using var lab = new Pair(new ConnectionFile());
        string socket = Path.Combine(lab.Left.Folder, RunningGateway.SocketName);
        lab.Network.Left.Run(["chmod", "o+rwx", socket, lab.Left.Folder, Path.GetDirectoryName(lab.Left.Folder)!]);

        FinishedProcess refused = lab.Network.Left.Run(
            ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", Requirements.Python, "-c", Client, socket]);

        Assert.True(refused.Output.Contains("only the user who runs the gateway, and root", StringComparison.Ordinal), refused.ToString());
        AssertDone(lab.Left.Order("sas"), "no IKE SAs");
    }

    private static FinishedProcess HangUp(RunningGateway gateway)
    {
        gateway.HangUp();
        Thread.Sleep(1000);
        return gateway.Order("status");
    }

    private static (string Ike, string Child) SpisOf(RunningGateway gateway)
    {
        JsonElement sa = gateway.Ask("sas").GetProperty("ikeSas").EnumerateArray().Single(one => Text(one, "state") == "established");
        return (Text(sa, "localSpi"), Text(sa.GetProperty("children").EnumerateArray().Last(), "inboundSpi"));
    }

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;

    private static void AssertDone(FinishedProcess order, string words)
    {
        Assert.True(order.ExitCode == 0, order.ToString());
        Assert.Contains(words, order.Output, StringComparison.Ordinal);
    }

    private sealed class Pair : IDisposable
    {
        private readonly LabDirectory _directory = new();

        public Pair(ConnectionFile left, ConnectionFile? right = null)
        {
            if (Requirements.MissingForNamespaces() is { } missing)
            {
                Assert.Skip(missing);
            }

            Network = new NetworkPair();
            Right = Start(Network.Right, right ?? new ConnectionFile { IsRight = true, Initiate = "never" });
            Left = Start(Network.Left, left);
        }

        public NetworkPair Network { get; }

        public RunningGateway Left { get; }

        public RunningGateway Right { get; }

        public EchoRun Ping(int count) => EchoRun.Send(Network.Left, Us, Them, count, period: 10, length: 100);

        /// <summary>A hundred requests a second for so long.</summary>
        public EchoRun PingFor(TimeSpan time) => Ping((int)(time.TotalSeconds * 100));

        public void AssertAllArrived(EchoRun pings)
        {
            if (!pings.AllArrived)
            {
                Assert.Fail($"{Left.Stop()}{Right.Stop()}{pings}");
            }
        }

        public void Dispose()
        {
            Left.Dispose();
            Right.Dispose();
            Network.Dispose();
            _directory.Dispose();
        }

        private RunningGateway Start(NetworkSpace space, ConnectionFile configuration)
        {
            string file = Path.Combine(_directory.NewCase(), "gateway.json");
            File.WriteAllText(file, configuration.ToString());
            return RunningGateway.Start(space, file);
        }
    }
}
