using Pipeline.Gateway.Commands;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Gateway.Commands;

/// <summary>Bad input: one clear message for each error, exit code 2, and no file touched.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Untouched = "what was there before";

    private readonly CommandRun _run = new();

    public BadInputTests()
    {
        _run.Write("sas.json", CommandRun.Esp("outbound", "aes128-gcm"));
        _run.WriteCapture("clear.pcap", TestPackets.Ipv4(), TestPackets.Ipv4());
    }

    [Fact]
    public async Task A_capture_that_ends_too_early_is_refused_with_the_place()
    {
        byte[] whole = File.ReadAllBytes(_run["clear.pcap"]);
        File.WriteAllBytes(_run["clear.pcap"], whole[..^7]);

        await AssertRefusedAsync("clear.pcap: byte ");
    }

    [Fact]
    public async Task A_file_that_is_no_capture_is_refused()
    {
        _run.Write("clear.pcap", "hello, this is not a capture");

        await AssertRefusedAsync("clear.pcap: byte 0: not a pcap or pcapng file");
    }

    [Fact]
    public async Task A_missing_capture_is_refused()
    {
        File.Delete(_run["clear.pcap"]);

        await AssertRefusedAsync("clear.pcap: there is no such file");
    }

    [Fact]
    public async Task Every_error_of_an_sa_file_has_its_line_and_field()
    {
        _run.Write("sas.json", CommandRun.Esp("outbound", "aes128-gcm")
            .Replace("4097", "7", StringComparison.Ordinal).Replace("203.0.113.2", "nowhere", StringComparison.Ordinal));

        await AssertRefusedAsync("sas.json:1: spi: ", "sas.json:2: destination: ");
    }

    [Fact]
    public async Task An_sa_file_of_the_other_direction_is_refused()
    {
        _run.Write("sas.json", CommandRun.Esp("inbound", "aes128-gcm"));

        await AssertRefusedAsync("sas.json: direction: has no outbound SA");
    }

    [Fact]
    public async Task Half_a_bundle_is_refused()
    {
        _run.Write("sas.json", CommandRun.Esp("outbound", "aes128-gcm", ", \"bundle\": \"half\""));

        await AssertRefusedAsync("sas.json: bundle: half has no AH SA");
    }

    [Fact]
    public async Task A_weak_suite_is_refused_until_it_is_allowed()
    {
        _run.Write("sas.json", CommandRun.Esp("outbound", "3des-cbc+hmac-sha1-96"));

        await AssertRefusedAsync("allowLegacy");
        int code = await _run.InvokeAsync([.. Command("out.pcap"), "--allow-legacy"]);

        Assert.True(code == (int)ExitCode.Success, _run.Error);
    }

    [Fact]
    public async Task The_input_is_never_the_output()
    {
        byte[] before = File.ReadAllBytes(_run["clear.pcap"]);
        File.CreateSymbolicLink(_run["link.pcap"], _run["clear.pcap"]);

        int code = await _run.InvokeAsync(Command("link.pcap"));

        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Contains("is also the input", _run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_run["clear.pcap"]));
    }

    [Fact]
    public async Task An_output_in_no_directory_is_refused()
    {
        int code = await _run.InvokeAsync(Command("missing/out.pcap"));

        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Contains("its directory does not exist", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_command_leaves_no_file()
    {
        int code = await _run.InvokeInterruptedAsync(Command("out.pcap"));

        Assert.Equal((int)ExitCode.Interrupted, code);
        Assert.Equal(["clear.pcap", "sas.json"], Directory.GetFiles(_run.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_missing_option_is_named()
    {
        int code = await _run.InvokeAsync("pcap", "protect", "--sa", _run["sas.json"]);

        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Contains("--in", _run.Error, StringComparison.Ordinal);
        Assert.Contains("--out", _run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _run.Dispose();

    private string[] Command(string output) =>
        ["pcap", "protect", "--sa", _run["sas.json"], "--in", _run["clear.pcap"], "--out", _run[output], "--json"];

    private async Task AssertRefusedAsync(params string[] messages)
    {
        _run.Write("old.pcap", Untouched);
        foreach (string output in (string[])["old.pcap", "out.pcap"])
        {
            int code = await _run.InvokeAsync(Command(output));

            Assert.Equal((int)ExitCode.BadInput, code);
            Assert.All(messages, message => Assert.Contains(message, _run.Error, StringComparison.Ordinal));
            Assert.DoesNotContain("   at ", _run.Error, StringComparison.Ordinal);
            Assert.Empty(_run.Output);
        }

        Assert.Equal(Untouched, File.ReadAllText(_run["old.pcap"]));
        Assert.False(File.Exists(_run["out.pcap"]));
        Assert.Empty(Directory.GetFiles(_run.Folder, "*.partial"));
    }
}
