using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Pipeline.Engine.Ports;
using Pipeline.Gateway.Control;
using Pipeline.Gateway.Control.Views;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Gateway.Control;

/// <summary>The control socket answers honest clients, whatever the others do.</summary>
public sealed class ControlServerTests : IAsyncDisposable
{
    private static readonly ControlLimits Limits = new() { Clients = 3, RequestLength = 1024, ClientPatience = TimeSpan.FromSeconds(60) };

    private readonly CommandRun _run = new();
    private readonly List<Socket> _clients = [];
    private ControlListener? _listener;
    private ControlServer? _server;

    private string SocketPath => _run["c.sock"];

    [Fact]
    public async Task Answers_a_request()
    {
        Start();

        ControlResponse response = await AskAsync("initiate");

        Assert.Equal("asked: initiate", response.Order!.Text);
        Assert.Null(response.Error);
    }

    [Theory]
    [InlineData("garbage\n", "cannot be read")]
    [InlineData("{}\n", "cannot be read")]
    [InlineData("null\n", "one object")]
    [InlineData("{\"command\":7}\n", "cannot be read")]
    [InlineData("{\"command\":\"status\",\"more\":1}\n", "cannot be read")]
    [InlineData("{\"command\":\"throw\"}\n", "unexpected InvalidOperationException: on purpose")]
    [InlineData("\u0001\u0002\n", "cannot be read")]
    public async Task Garbage_is_answered_by_an_error_and_the_next_client_is_served(string line, string expected)
    {
        Start();

        ControlResponse refused = await SendAsync(line);

        Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
        Assert.Equal("asked: sas", (await AskAsync("sas")).Order!.Text);
    }

    [Fact]
    public async Task Random_bytes_never_disturb_it()
    {
        Start();
        var random = new Random(4);
        for (int round = 0; round < 200; round++)
        {
            byte[] bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            using Socket client = Connect();
            client.Send(bytes);
            if (round % 2 == 0)
            {
                client.Shutdown(SocketShutdown.Send);
                await ReceiveAsync(client);
            }
        }

        Assert.Equal("asked: sas", (await AskAsync("sas")).Order!.Text);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused_before_its_end()
    {
        Start();

        ControlResponse refused = await SendAsync(new string('x', 1025));

        Assert.Contains("at most 1024 bytes", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_line_is_refused_when_its_writer_goes()
    {
        Start();
        using Socket client = Connect();
        client.Send("{\"comm"u8);
        client.Shutdown(SocketShutdown.Send);

        Assert.Contains("one line", (await ReceiveAsync(client)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_writes_nothing_is_told_to_go()
    {
        Start(Limits with { ClientPatience = TimeSpan.FromMilliseconds(50) });
        using Socket client = Connect();

        Assert.Contains("no whole request came", (await ReceiveAsync(client)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_clients_than_there_are_places_are_refused_until_one_goes()
    {
        Start();
        for (int index = 0; index < Limits.Clients; index++)
        {
            _clients.Add(Connect());
        }

        Assert.Contains("3 clients are there already", (await AskAsync("sas")).Error, StringComparison.Ordinal);
        _clients[0].Dispose();
        CoreRig.Await(() => AskAsync("sas").GetAwaiter().GetResult().Error is null);
    }

    [Fact]
    public void The_socket_is_its_owner_s_alone_and_gone_at_the_end()
    {
        string path = Path.Combine(_run.Folder, "made", "c.sock");
        using (ControlListener.Open(path))
        {
            AssertMode(UnixFileMode.UserRead | UnixFileMode.UserWrite, path);
            AssertMode(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Path.GetDirectoryName(path)!);
        }

        Assert.False(Path.Exists(path));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task What_a_dead_gateway_has_left_is_replaced()
    {
        Leave(SocketPath);
        Assert.True(Path.Exists(SocketPath));

        Start();

        Assert.Null((await AskAsync("sas")).Error);
    }

    [Fact]
    public void A_gateway_that_lives_is_not_replaced()
    {
        Start();

        var refused = Assert.Throws<PortUnavailableException>(() => ControlListener.Open(SocketPath));

        Assert.Contains("another gateway runs here", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_socket_is_left_alone()
    {
        _run.Write("c.sock", "precious");

        var refused = Assert.Throws<PortUnavailableException>(() => ControlListener.Open(SocketPath));

        Assert.Contains("is no socket", refused.Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(SocketPath));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_explained()
    {
        _run.Write("file", "");

        var refused = Assert.Throws<PortUnavailableException>(() => ControlListener.Open(Path.Combine(_run["file"], "c.sock")));

        Assert.Contains("name another in control.socket", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_other_end_is_known_by_its_user()
    {
        Start();
        using Socket client = Connect();

        Assert.True(ProcessUser.IsTrusted(client));
        Assert.Equal(!OperatingSystem.IsLinux(), ProcessUser.Own is null);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _listener?.Dispose();
        _run.Dispose();
    }

    private void Start(ControlLimits? limits = null)
    {
        _listener = ControlListener.Open(SocketPath);
        _server = new ControlServer(_listener, AnswerAsync, limits ?? Limits);
    }

    private static Task<ControlResponse> AnswerAsync(ControlRequest request, CancellationToken cancellation) => request.Command == "throw"
        ? throw new InvalidOperationException("on purpose")
        : Task.FromResult(new ControlResponse { Order = new OrderView("", null, $"asked: {request.Command}") });

    private Task<ControlResponse> AskAsync(string command) =>
        ControlClient.AskAsync(SocketPath, new ControlRequest { Command = command }, TestContext.Current.CancellationToken);

    private async Task<ControlResponse> SendAsync(string line)
    {
        using Socket client = Connect();
        client.Send(Encoding.UTF8.GetBytes(line));
        return await ReceiveAsync(client);
    }

    private static async Task<ControlResponse> ReceiveAsync(Socket client)
    {
        byte[]? line = await ControlLine.ReadAsync(client, 65_536, TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize(line!, ControlShapes.Default.ControlResponse)!;
    }

    private Socket Connect()
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(SocketPath));
        return client;
    }

    /// <summary>A socket file that nobody listens on: bound under another name, so that closing does not take it away.</summary>
    private static void Leave(string path)
    {
        using var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        dead.Bind(new UnixDomainSocketEndPoint(path + ".dead"));
        File.Move(path + ".dead", path);
    }

    private static void AssertMode(UnixFileMode expected, string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(expected, File.GetUnixFileMode(path));
        }
    }
}
