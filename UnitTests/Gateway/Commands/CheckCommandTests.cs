using System.CommandLine;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Gateway.Commands;
using Pipeline.UnitTests.Crypto.Certificates;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Gateway.Commands;

/// <summary><c>check</c>: all errors at once, or a summary.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly CommandRun _run = new();

    [Fact]
    public async Task Sums_up_a_configuration_without_errors()
    {
        int code = await _run.InvokeAsync("check", "--config", Path.Combine(Repository.Root, "Gateway", "gateway.json"), "--json");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        Assert.True(_run.Json().GetProperty("valid").GetBoolean());
        Assert.True(_run.Json().GetProperty("rules").GetInt32() > 0);
        Assert.Empty(_run.Error);
    }

    [Fact]
    public async Task Shows_every_error_with_file_line_and_field()
    {
        _run.Write("gateway.json", "{\n  \"shards\": { \"shardCount\": 999 },\n  \"polcy\": {}\n}");

        int code = await _run.InvokeAsync("check", "--config", _run["gateway.json"], "--json");

        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Contains($"{_run["gateway.json"]}:2: shards.shardCount: ", _run.Error, StringComparison.Ordinal);
        Assert.Contains($"{_run["gateway.json"]}:3: polcy: ", _run.Error, StringComparison.Ordinal);
        Assert.Equal(2, _run.Json().GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task Checks_an_sa_file_too()
    {
        _run.Write("sas.json", CommandRun.BothDirections(to => CommandRun.Esp(to, "aes128-gcm")));

        int code = await _run.InvokeAsync("check", "--sa", _run["sas.json"]);

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        Assert.Contains("No errors.", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_connections_and_warns_of_open_secrets()
    {
        File.Copy(Path.Combine(Repository.Root, "docs", "samples", "branch.json"), _run["branch.json"]);
        _run.Write("branch.psk", "0123456789abcdef0123456789abcdef");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(_run["branch.psk"], UnixFileMode.UserRead | UnixFileMode.OtherRead);

        int code = await _run.InvokeAsync("check", "--config", _run["branch.json"], "--json");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        var connection = Assert.Single(_run.Json().GetProperty("connections").EnumerateArray());
        Assert.Equal("head office", connection.GetProperty("name").GetString());
        Assert.Equal("start", connection.GetProperty("initiate").GetString());
        Assert.Equal(2, connection.GetProperty("version").GetInt32());
        Assert.Equal(2, _run.Json().GetProperty("warnings").GetArrayLength());
        Assert.Contains("credentials.presharedKeys[0].file: warning: can be read by everybody", _run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789", _run.Output + _run.Error, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Success, await _run.InvokeAsync("check", "--config", _run["branch.json"]));
        Assert.Contains("head office", _run.Output, StringComparison.Ordinal);
        Assert.Contains("IKEv2", _run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, ExitCode.BadInput, "credentials.certificates[0].file: holds a certificate that has expired on 2030-05-31")]
    [InlineData(10, ExitCode.Success, "credentials.certificates[0].file: warning: holds a certificate that expires on 2030-06-11")]
    public async Task Tells_of_certificates_that_are_out_of_date(int daysLeft, object code, string expected)
    {
        TestAuthority own = TestAuthority.Root().EndEntity(adjust: options => options.NotAfter = TestAuthority.Now.AddDays(daysLeft));
        File.WriteAllBytes(_run["own.der"], own.Encoded);
        File.WriteAllBytes(_run["key.der"], own.PrivateKeyEncoded);
        _run.Write("gateway.json", """{ "credentials": { "certificates": [{ "file": "own.der", "privateKeyFile": "key.der" }] } }""");
        using var error = new StringWriter();

        int exitCode = await CheckCommand.Create(new FakeTimeProvider(TestAuthority.Now)).Parse(["--config", _run["gateway.json"]])
            .InvokeAsync(new InvocationConfiguration { Output = TextWriter.Null, Error = error }, TestContext.Current.CancellationToken);

        Assert.Equal((int)(ExitCode)code, exitCode);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_something_to_check()
    {
        int code = await _run.InvokeAsync("check");

        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Contains("--config", _run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _run.Dispose();
}
