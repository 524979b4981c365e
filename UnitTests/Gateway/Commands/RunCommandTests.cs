using System.Net;
using System.Net.Sockets;
using Pipeline.Gateway.Commands;
using Xunit;

namespace Pipeline.UnitTests.Gateway.Commands;

/// <summary><c>run</c> as far as it goes without a network of its own; the rest is in InteropTests.</summary>
public sealed class RunCommandTests : IDisposable
{
    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Every_error_of_the_file_is_shown()
    {
        _run.Write("gateway.json", """{ "ports": { "tun": { "mtu": 1 }, "outer": { "ikePort": 0 } } }""");

        int code = await _run.InvokeAsync("run", "--config", _run["gateway.json"]);

        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Contains("ports.tun.mtu", _run.Error, StringComparison.Ordinal);
        Assert.Contains("ports.outer.ikePort", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_name_that_belongs_to_something_else_is_unavailable()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the ports are Linux's");
        _run.Write("gateway.json", """{ "control": { "socket": "c.sock" }, "ports": { "tun": { "name": "lo" } } }""");

        int code = await _run.InvokeAsync("run", "--config", _run["gateway.json"]);

        // Whether root, without rights or without the driver: it cannot have the loopback device.
        Assert.Equal((int)ExitCode.Unavailable, code);
        Assert.StartsWith("error: ", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_unavailable_and_the_device_is_gone_again()
    {
        bool canHaveDevices = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/dev/net/tun");
        Assert.SkipUnless(canHaveDevices, "needs root and a TUN device");
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        _run.Write("gateway.json", $$"""
            { "control": { "socket": "c.sock" },
              "ports": { "tun": { "name": "pipetest" }, "outer": { "addresses": ["127.0.0.1"], "natTraversalPort": {{port}}, "ikePort": {{port ^ 1}} } } }
            """);

        int code = await _run.InvokeAsync("run", "--config", _run["gateway.json"]);

        Assert.Equal((int)ExitCode.Unavailable, code);
        Assert.Contains($"UDP port {port} of 127.0.0.1 is taken by another process", _run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists("/sys/class/net/pipetest"));
    }
}
