using System.Diagnostics;
using System.Text.Json;
using Pipeline.Gateway.Commands;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Gateway.Commands;

/// <summary><c>demo</c>: what a newcomer runs first.</summary>
[Collection(RunsAlone.Name)]
public sealed class DemoCommandTests : IDisposable
{
    private readonly CommandRun _run = new();

    [Fact]
    public async Task Loses_nothing_and_allocates_nothing_per_packet()
    {
        // What is allocated for each packet shows in every run; what the runtime allocates once, in the background, does not.
        double allocated = double.MaxValue;
        for (int attempt = 0; attempt < 3 && allocated > 0.01; attempt++)
        {
            using JsonDocument document = await RunAloneAsync("demo", "--seconds", "2", "--json");
            JsonElement summary = document.RootElement;
            Assert.Equal(0, summary.GetProperty("packetsLost").GetInt64());
            Assert.True(summary.GetProperty("packetsDelivered").GetInt64() > 0);
            Assert.Equal(summary.GetProperty("packetsSent").GetInt64(), summary.GetProperty("packetsDelivered").GetInt64());
            Assert.Equal(1, summary.GetProperty("rekeys").GetInt32());
            Assert.True(summary.GetProperty("handshakeMilliseconds").GetDouble() > 0);
            Assert.True(summary.GetProperty("gigabitsPerSecond").GetDouble() > 0);
            Assert.True(summary.GetProperty("packetsPerSecond").GetDouble() > 0);
            Assert.Equal(JsonValueKind.Object, summary.GetProperty("drops").ValueKind);
            allocated = summary.GetProperty("allocatedBytesPerPacket").GetDouble();
        }

        Assert.InRange(allocated, 0, 0.01);
    }

    [Theory]
    [InlineData("3", "36", "aes128-cbc+hmac-sha256-128")]
    [InlineData("2", "9000", "chacha20-poly1305")]
    public async Task Passes_traffic_over_several_shards_and_other_suites(string shards, string size, string suite)
    {
        int code = await _run.InvokeAsync(
            "demo", "--seconds", "1", "--shards", shards, "--packet-size", size, "--suite", suite, "--json");

        Assert.Equal((int)ExitCode.Success, code);
        Assert.Equal(0, _run.Json().GetProperty("packetsLost").GetInt64());
        Assert.Equal(shards, _run.Json().GetProperty("shards").GetRawText());
    }

    [Fact]
    public async Task Writes_plain_text_when_nobody_watches()
    {
        int code = await _run.InvokeAsync("demo", "--seconds", "1");

        Assert.Equal((int)ExitCode.Success, code);
        Assert.Contains("packets delivered", _run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', _run.Output);
    }

    [Theory]
    [InlineData("--seconds", "0", "1 to 3600")]
    [InlineData("--seconds", "soon", "1 to 3600")]
    [InlineData("--shards", "257", "1 to 256")]
    [InlineData("--packet-size", "35", "36 to 9000")]
    [InlineData("--suite", "rot13", "aes128-gcm")]
    [InlineData("--suite", "des-cbc+hmac-md5-96", "--allow-legacy")]
    [InlineData("--colour", "red", "--colour")]
    public async Task Refuses_what_it_cannot_do_and_says_what_to_write(string option, string value, string hint)
    {
        int code = await _run.InvokeAsync("demo", option, value, "--json");

        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Contains(option, _run.Error, StringComparison.Ordinal);
        Assert.Contains(hint, _run.Error, StringComparison.Ordinal);
        Assert.Empty(_run.Output);
    }

    /// <summary>
    /// Runs the product as a process of its own: it counts what its whole process allocates, and a test runner, or the
    /// coverage instrumentation in the copy beside the tests, allocates too.
    /// </summary>
    private static async Task<JsonDocument> RunAloneAsync(params string[] args)
    {
        string configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        string program = Path.Combine(Repository.Root, "artifacts", "bin", "Gateway", configuration, "Pipeline.Gateway");
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.Start();
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(error);
        Assert.Equal((int)ExitCode.Success, process.ExitCode);
        return JsonDocument.Parse(output);
    }

    public void Dispose() => _run.Dispose();
}
