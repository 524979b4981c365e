using Pipeline.Gateway.Commands;
using Xunit;

namespace Pipeline.UnitTests.Gateway.Commands.Import;

/// <summary><c>import</c>: JSON on the standard output, everything else on the other.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private readonly CommandRun _run = new();

    [Fact]
    public async Task Writes_a_configuration_that_check_takes()
    {
        _run.Write("ipsec.conf", "conn a\n    left=192.0.2.1\n    right=192.0.2.2\n    authby=secret\n    mediation=yes\n    auto=route\n");
        _run.Write("ipsec.secrets", "192.0.2.2 : PSK \"0123456789abcdef\"\n");

        Assert.Equal((int)ExitCode.Success, await _run.InvokeAsync("import", _run["ipsec.conf"]));
        Assert.Contains($"{_run["ipsec.conf"]}:5: not carried over: \"mediation\"", _run.Error, StringComparison.Ordinal);
        Assert.Contains($"{_run["ipsec.secrets"]}:1: to do: write this secret", _run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789", _run.Error + _run.Output, StringComparison.Ordinal);
        _run.Write("gateway.json", _run.Output);
        _run.Write("192-0-2-2.psk", "0123456789abcdef");

        Assert.Equal((int)ExitCode.Success, await _run.InvokeAsync("check", "--config", _run["gateway.json"]));
    }

    [Fact]
    public async Task Bad_input_has_its_exit_code_and_writes_nothing()
    {
        _run.Write("swanctl.conf", "connections {\n");

        Assert.Equal((int)ExitCode.BadInput, await _run.InvokeAsync("import", _run["swanctl.conf"]));
        Assert.StartsWith($"{_run["swanctl.conf"]}:1: ", _run.Error, StringComparison.Ordinal);
        Assert.Empty(_run.Output);
        Assert.Equal((int)ExitCode.BadInput, await _run.InvokeAsync("import", _run["missing.conf"]));
        Assert.Equal((int)ExitCode.BadInput, await _run.InvokeAsync("import", "--from", "cisco", _run["swanctl.conf"]));
    }

    public void Dispose() => _run.Dispose();
}
