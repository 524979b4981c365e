using Pipeline.Actors;
using Pipeline.Actors.Ike;
using Pipeline.Actors.Ike.Transport;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Credentials;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Datagrams;
using Pipeline.Gateway.Commands;
using Pipeline.Gateway.Control;
using Pipeline.Gateway.Control.Answers;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Gateway.Control.Answers;

/// <summary>A reload is applied whole or not at all, and secrets go with the last connection that needs them.</summary>
public sealed class ReloaderTests : IAsyncDisposable
{
    private readonly CommandRun _run = new();
    private readonly PacketPool _pool = new(1024, 2048);
    private readonly InMemoryPort _inner;
    private readonly InMemoryPort _outer;
    private GatewayCore? _core;
    private GatewayInService? _gateway;
    private Reloader? _reloader;

    public ReloaderTests()
    {
        (_inner, _) = InMemoryPort.CreatePair(16);
        (_outer, _) = InMemoryPort.CreatePair(16);
    }

    [Fact]
    public async Task Nothing_new_is_applied_and_every_connection_keeps_its_object()
    {
        GatewayOptions before = await StartAsync(File("a", "b"));

        ControlResponse response = await ReloadAsync();

        Assert.True(response.Reload is { Applied: true, Plan.IsEmpty: true });
        Assert.Same(before.Connections[0], _gateway!.Options.Connections[0]);
        Assert.Same(before.Connections[1], _gateway.Options.Connections[1]);
    }

    [Fact]
    public async Task Connections_come_and_go()
    {
        await StartAsync(File("a", "b"));
        _run.Write("gateway.json", File("b", "c"));

        ControlResponse response = await ReloadAsync();

        Assert.Equal(
            ["added: c", "removed: a", "changed: policy rules", "credentials: preshared key c added", "credentials: preshared key a removed",
             "untouched connections: 1", "applied"],
            ReloadLines.Of(response).Where(line => !line.Contains("warning", StringComparison.Ordinal)));
        Assert.Equal(["b", "c"], (await _core!.Ike!.StatusAsync()).Connections.Select(connection => connection.Name).Order());
    }

    [Fact]
    public async Task Secrets_that_nobody_needs_any_more_are_erased_and_the_others_are_not()
    {
        GatewayOptions before = await StartAsync(File("a", "b"));
        _run.Write("gateway.json", File("b"));

        await ReloadAsync();

        Assert.True(before.Credentials.PresharedKeys[0].Secret.IsErased);
        Assert.False(before.Credentials.PresharedKeys[1].Secret.IsErased);
        _reloader!.Dispose();
        _reloader = null;
        Assert.True(before.Credentials.PresharedKeys[1].Secret.IsErased);
    }

    [Theory]
    [InlineData("{ \"shards\": 7 }", ExitCode.BadInput, "has errors")]
    [InlineData("{", ExitCode.BadInput, "has errors")]
    [InlineData("{ \"ike\": { \"maximumIkeSas\": 5 } }", ExitCode.Failed, "ike cannot change while the gateway runs")]
    public async Task What_cannot_be_applied_changes_nothing(string file, object code, string expected)
    {
        GatewayOptions before = await StartAsync(File("a", "b"));
        _run.Write("gateway.json", file);

        ControlResponse response = await ReloadAsync();

        Assert.Equal((int)(ExitCode)code, response.ExitCode);
        Assert.Contains(expected, response.Error, StringComparison.Ordinal);
        Assert.False(response.Reload!.Applied);
        Assert.Same(before, _gateway!.Options);
        Assert.Equal(2, (await _core!.Ike!.StatusAsync()).Connections.Count);
        Assert.All(before.Credentials.PresharedKeys, key => Assert.False(key.Secret.IsErased));
    }

    [Fact]
    public async Task A_file_that_is_gone_changes_nothing()
    {
        GatewayOptions before = await StartAsync(File("a"));
        System.IO.File.Delete(_run["gateway.json"]);

        ControlResponse response = await ReloadAsync();

        Assert.Contains("there is no such file; nothing was changed", response.Error, StringComparison.Ordinal);
        Assert.Same(before, _gateway!.Options);
    }

    [Fact]
    public async Task A_reload_that_fails_unexpectedly_is_told_in_one_line()
    {
        await StartAsync(File("a"), withIke: false);
        _run.Write("gateway.json", File("a", "b"));
        using var log = new StringWriter();

        var desk = new ControlDesk(_gateway!, _reloader!, log);
        ControlResponse response = await desk.ReloadAsync(planOnly: false, TestContext.Current.CancellationToken);

        Assert.Equal((int)ExitCode.Failed, response.ExitCode);
        Assert.StartsWith("reload: refused: unexpected NullReferenceException", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_only_shown()
    {
        GatewayOptions before = await StartAsync(File("a"));
        _run.Write("gateway.json", File("a", "b"));

        ControlResponse response = await ReloadAsync(planOnly: true);

        Assert.Equal("b", Assert.Single(response.Reload!.Plan!.Added));
        Assert.Null(response.Error);
        Assert.Same(before, _gateway!.Options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_core is not null)
        {
            await _core.DisposeAsync();
        }

        _reloader?.Dispose();
        _inner.Dispose();
        _outer.Dispose();
        _pool.Dispose();
        _run.Dispose();
    }

    private Task<ControlResponse> ReloadAsync(bool planOnly = false) => _reloader!.ReloadAsync(planOnly, TestContext.Current.CancellationToken);

    private async Task<GatewayOptions> StartAsync(string file, bool withIke = true)
    {
        _run.Write("gateway.json", file);
        ConfigurationResult<GatewayOptions> result = GatewayOptionsReader.Read(
            "gateway.json", System.IO.File.ReadAllBytes(_run["gateway.json"]), CredentialFolder.BesideFile(_run["gateway.json"]));
        GatewayOptions options = result.Value!;
        _core = await GatewayCore.StartAsync(
            options, _inner, _outer, _pool, time: null,
            withIke ? new IkeAccess(new IkePair.MemoryTransport(), new IkeInbox(16), new IkeLimits()) : null);
        _gateway = new GatewayInService(options)
        {
            Core = _core,
            Inner = _inner,
            InnerName = "memory",
            Outer = _outer,
            File = _run["gateway.json"],
            Time = TimeProvider.System,
            StartedAt = DateTimeOffset.UnixEpoch,
        };
        _reloader = new Reloader(_gateway);
        return options;
    }

    /// <summary>A file with these connections, each with a secret of its own.</summary>
    private static string File(params string[] names)
    {
        IEnumerable<string> keys = names.Select(name => $$"""{"name": "{{name}}", "secret": "a long enough secret of {{name}}"}""");
        IEnumerable<string> connections = names.Select(name => $$"""
            {"name": "{{name}}", "localAddress": "192.0.2.1", "remoteAddress": "192.0.2.{{10 + name[0] - 'a'}}", "authentication": "psk",
             "presharedKey": "{{name}}", "children": [{"name": "hosts"}]}
            """);
        return $$"""
            {"shards": {"shardCount": 1}, "credentials": {"presharedKeys": [{{string.Join(", ", keys)}}]}, "connections": [{{string.Join(", ", connections)}}]}
            """;
    }
}
