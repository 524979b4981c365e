using Pipeline.Gateway.Commands;
using Xunit;

namespace Pipeline.UnitTests.Gateway;

/// <summary>What holds for every command.</summary>
public sealed class GatewayCommandLineTests : IDisposable
{
    private readonly CommandRun _run = new();

    [Theory]
    [InlineData("--help", "demo")]
    [InlineData("demo --help", "--packet-size")]
    [InlineData("pcap protect --help", "pcap protect --sa sas.json")]
    [InlineData("pcap unprotect --help", "pcap unprotect --sa sas.json")]
    [InlineData("check --help", "check --config gateway.json")]
    [InlineData("run --help", "run --config gateway.json")]
    [InlineData("import --help", "import --from windows policies.reg")]
    [InlineData("status --help", "status --config gateway.json --json")]
    [InlineData("sas --help", "--socket")]
    [InlineData("initiate --help", "initiate branch/networks")]
    [InlineData("rekey --help", "rekey branch/networks")]
    [InlineData("terminate --help", "terminate branch")]
    [InlineData("reload --help", "--plan")]
    [InlineData("--version", "0.1.0")]
    public async Task Help_and_version_are_success(string words, string expected)
    {
        int code = await _run.InvokeAsync(words.Split(' '));

        Assert.Equal((int)ExitCode.Success, code);
        Assert.Contains(expected, _run.Output, StringComparison.Ordinal);
        Assert.Empty(_run.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dance")]
    [InlineData("pcap")]
    public async Task No_command_or_an_unknown_one_is_bad_input(string words)
    {
        int code = await _run.InvokeAsync(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Contains("--help", _run.Error, StringComparison.Ordinal);
        Assert.Empty(_run.Output);
    }

    public void Dispose() => _run.Dispose();
}
