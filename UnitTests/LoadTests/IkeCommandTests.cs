using System.Text.Json;
using Pipeline.LoadTests;
using Pipeline.LoadTests.Commands;
using Xunit;

namespace Pipeline.UnitTests.LoadTests;

/// <summary>The command <c>ike</c>, with few handshakes: what it writes, not how fast anything is.</summary>
public sealed class IkeCommandTests
{
    [Fact]
    public async Task Json_is_one_array_and_all_tunnels_are_alive()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] words = ["ike", "--handshakes", "20", "--rounds", "1", "--tunnels", "60", "--alive", "1", "--json"];

        int code = await LoadTestsCommandLine.InvokeAsync(words, output, error, TestContext.Current.CancellationToken);

        Assert.Equal("", error.ToString());
        Assert.Equal((int)ExitCode.Success, code);
        using JsonDocument document = JsonDocument.Parse(output.ToString());
        JsonElement[] rows = [.. document.RootElement.EnumerateArray()];
        Assert.Equal(["handshakes", "handshakes", "tunnels"], rows.Select(row => row.GetProperty("case").GetString()));
        Assert.All(rows, row => Assert.True(row.GetProperty("handshakesPerSecond").GetDouble() > 0));
        Assert.Equal(60, rows[2].GetProperty("tunnelsAlive").GetInt32());
        Assert.Equal(JsonValueKind.Number, rows[2].GetProperty("managedBytesPerTunnel").ValueKind);
    }
}
