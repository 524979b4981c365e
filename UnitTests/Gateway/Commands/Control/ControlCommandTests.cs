using System.Text.Json;
using Pipeline.Actors.Ike.Status;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Reload;
using Pipeline.Gateway.Commands;
using Pipeline.Gateway.Control;
using Pipeline.Gateway.Control.Views;
using Xunit;

namespace Pipeline.UnitTests.Gateway.Commands.Control;

/// <summary>The commands that ask a running gateway: what they send, what they show, and their exit codes.</summary>
public sealed class ControlCommandTests : IAsyncDisposable
{
    private static readonly StatusView Status = new()
    {
        Version = "9.9",
        Configuration = "/etc/gateway.json",
        StartedAt = DateTimeOffset.UnixEpoch,
        UptimeSeconds = 90_061,
        Ports = [new PortView("inner", "tun0", new Dictionary<string, long> { ["PortBusy"] = 3 })],
        Shards = [new ShardView(0, null, 1_234_567, 2, 3, 4, 5)],
        StaticSas = 0,
        Rules = 2,
        Connections =
        [
            new ConnectionView
            {
                Name = "branch",
                State = "down",
                RemoteAddress = "198.51.100.1",
                ChildSas = 0,
                LastFailure = new FailureView(DateTimeOffset.UnixEpoch, "NoAnswer", "failed: IkeSaInit with x: [the] peer does not answer", null, []),
            },
        ],
        Drops = new Dictionary<string, long> { ["UnknownSpi"] = 4000 },
        HalfOpenIkeSas = 1,
        IkeSas = 2,
        ChildSas = 3,
        Ike = new IkeCounters { Received = 5 },
    };

    private static readonly SasView Sas = new([new IkeSaView
    {
        Connection = "branch",
        State = "established",
        Role = "initiator",
        LocalSpi = "0011223344556677",
        RemoteSpi = "8899aabbccddeeff",
        Local = "192.0.2.1:500",
        Remote = "198.51.100.1:500",
        UdpEncapsulation = true,
        AgeSeconds = 61,
        Children =
        [
            new ChildSaView
            {
                Name = "net",
                InboundSpi = "00001000",
                OutboundSpi = "00002000",
                Suite = "aes128-gcm",
                Mode = "esp tunnel",
                Selectors = "10.1.0.0/16 -> 10.2.0.0/16",
                UdpEncapsulation = true,
                InboundPackets = long.MaxValue,
                InboundBytes = 2,
                OutboundPackets = 3,
                OutboundBytes = 4,
                AgeSeconds = 5,
                RekeyInSeconds = 3601,
            },
        ],
    }]);

    private readonly CommandRun _run = new();
    private readonly List<ControlRequest> _requests = [];
    private ControlListener? _listener;
    private ControlServer? _server;

    [Fact]
    public async Task Status_is_a_table_or_an_object()
    {
        Answer(new ControlResponse { Status = Status });

        Assert.Equal(0, await InvokeAsync("status"));
        Assert.Contains("Pipeline 9.9, up 1d 1h", _run.Output, StringComparison.Ordinal);
        Assert.Contains("branch: 00:00:00.000 failed: IkeSaInit with x: [the] peer does not answer", _run.Output, StringComparison.Ordinal);
        Assert.Contains("dropped: UnknownSpi 4,000", _run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await InvokeAsync("status", "--json"));
        JsonElement json = _run.Json();
        Assert.Equal(1_234_567, json.GetProperty("shards")[0].GetProperty("protectedPackets").GetInt64());
        Assert.Equal(3, json.GetProperty("ports")[0].GetProperty("drops").GetProperty("PortBusy").GetInt64());
        Assert.Equal(5, json.GetProperty("ike").GetProperty("received").GetInt64());
    }

    [Fact]
    public async Task Sas_are_a_table_or_an_object()
    {
        Answer(new ControlResponse { Sas = Sas });

        Assert.Equal(0, await InvokeAsync("sas"));
        Assert.Contains("branch: established, initiator, 192.0.2.1:500 to 198.51.100.1:500", _run.Output, StringComparison.Ordinal);
        Assert.Contains("net: aes128-gcm in UDP; 10.1.0.0/16 -> 10.2.0.0/16", _run.Output, StringComparison.Ordinal);
        Assert.All(_run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.Equal(0, await InvokeAsync("sas", "--json"));
        Assert.Equal("00001000", _run.Json().GetProperty("ikeSas")[0].GetProperty("children")[0].GetProperty("inboundSpi").GetString());
    }

    [Theory]
    [InlineData("initiate branch", "branch", null, 10)]
    [InlineData("initiate branch/net --timeout 3", "branch", "net", 3)]
    [InlineData("rekey a/b/net", "a/b", "net", 10)]
    [InlineData("terminate branch", "branch", null, 10)]
    public async Task An_order_says_what_it_is_about(string words, string connection, string? child, int seconds)
    {
        Answer(new ControlResponse { Order = new OrderView(connection, child, "done, as told") });
        string[] args = words.Split(' ');

        Assert.Equal(0, await InvokeAsync(args));
        Assert.Equal($"done, as told{Environment.NewLine}", _run.Output);
        Assert.Equal(0, await InvokeAsync([.. args, "--json"]));
        Assert.Equal("done, as told", _run.Json().GetProperty("text").GetString());
        ControlRequest request = _requests[0];
        Assert.Equal((args[0], connection, child, seconds), (request.Command, request.Connection, request.Child, request.TimeoutSeconds));
    }

    [Fact]
    public async Task What_was_not_done_is_an_error_with_its_exit_code()
    {
        Answer(ControlResponse.Refuse(ExitCode.Failed, "failed: the peer does not answer"));

        Assert.Equal(1, await InvokeAsync("initiate", "branch"));
        Assert.Equal($"error: failed: the peer does not answer{Environment.NewLine}", _run.Error);
        Assert.Empty(_run.Output);
        Assert.Equal(1, await InvokeAsync("initiate", "branch", "--json"));
        Assert.Equal("failed: the peer does not answer", _run.Json().GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_refused_reload_shows_what_is_wrong()
    {
        Answer(new ControlResponse
        {
            ExitCode = (int)ExitCode.BadInput,
            Error = "the configuration has errors; nothing was changed",
            Reload = new ReloadView { Applied = false, Errors = [new ConfigurationError("g.json", 3, "shards", "is wrong")] },
        });

        Assert.Equal(2, await InvokeAsync("reload"));
        Assert.StartsWith("g.json:3: shards: is wrong", _run.Output, StringComparison.Ordinal);
        Assert.Equal(2, await InvokeAsync("reload", "--json"));
        Assert.Equal(3, _run.Json().GetProperty("reload").GetProperty("errors")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task A_plan_is_shown()
    {
        Answer(new ControlResponse
        {
            Reload = new ReloadView
            {
                Applied = false,
                Plan = new ConfigurationPlan
                {
                    Added = ["new"],
                    Changed = [new ConnectionChange("branch", ["children"])],
                    Removed = [],
                    Unchanged = ["other"],
                    RulesChange = true,
                    Credentials = [],
                    NeedsRestart = [],
                },
            },
        });

        Assert.Equal(0, await InvokeAsync("reload", "--plan"));
        Assert.True(_requests[0].PlanOnly);
        Assert.Equal(
            ["added: new", "changed: branch (children)", "changed: policy rules", "untouched connections: 1", "plan only: nothing was changed", ""],
            _run.Output.Split(Environment.NewLine));
        Assert.Equal(0, await InvokeAsync("reload", "--plan", "--json"));
        Assert.Equal("branch", _run.Json().GetProperty("plan").GetProperty("changed")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("status")]
    [InlineData("sas")]
    [InlineData("initiate x")]
    [InlineData("terminate x")]
    [InlineData("rekey x")]
    [InlineData("reload")]
    public async Task Without_a_gateway_there_is_nobody_to_ask(string words)
    {
        int code = await _run.InvokeAsync([.. words.Split(' '), "--socket", _run["none.sock"], "--json"]);

        Assert.Equal((int)ExitCode.Unavailable, code);
        Assert.Contains("no gateway answers at", _run.Json().GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_socket_is_found_by_the_configuration_even_when_that_has_errors()
    {
        Answer(new ControlResponse { Sas = new SasView([]) });
        _run.Write("gateway.json", """{ "control": { "socket": "c.sock" }, "shards": "wrong", "connections": 7 }""");

        Assert.Equal(0, await _run.InvokeAsync("sas", "--config", _run["gateway.json"]));
        Assert.Contains("no IKE SAs", _run.Output, StringComparison.Ordinal);
        Assert.Equal(2, await _run.InvokeAsync("sas", "--config", _run["gateway.json"], "--socket", "x"));
        Assert.Equal(2, await _run.InvokeAsync("sas", "--config", _run["missing.json"]));
    }

    [Fact]
    public async Task What_answers_without_sense_is_no_gateway()
    {
        using var listener = ControlListener.Open(_run["odd.sock"]);
        Task odd = Task.Run(
            async () =>
            {
                using var client = await listener.Socket.AcceptAsync();
                await ControlLine.WriteAsync(client, "hello"u8.ToArray(), CancellationToken.None);
            },
            TestContext.Current.CancellationToken);

        int code = await _run.InvokeAsync("status", "--socket", _run["odd.sock"]);
        await odd;

        Assert.Equal((int)ExitCode.Unavailable, code);
        Assert.Contains("no gateway of this version", _run.Error, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _listener?.Dispose();
        _run.Dispose();
    }

    private void Answer(ControlResponse response)
    {
        _listener = ControlListener.Open(_run["c.sock"]);
        _server = new ControlServer(_listener, (request, _) =>
        {
            _requests.Add(request);
            return Task.FromResult(response);
        });
    }

    private Task<int> InvokeAsync(params string[] args) => _run.InvokeAsync([.. args, "--socket", _run["c.sock"]]);
}
