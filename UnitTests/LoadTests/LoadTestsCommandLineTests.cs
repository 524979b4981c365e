using Pipeline.LoadTests;
using Pipeline.LoadTests.Commands;
using Xunit;

namespace Pipeline.UnitTests.LoadTests;

/// <summary>What holds for every command that measures: bad words are refused before anything runs.</summary>
public sealed class LoadTestsCommandLineTests
{
    [Theory]
    [InlineData("path --suite rot13", "--suite: ")]
    [InlineData("path --size 64,huge", "--size: 'huge' is no number of bytes from ")]
    [InlineData("path --size 1", "--size: '1' is no number of bytes")]
    [InlineData("path --direction up", "--direction: 'up' is no direction; write out, in, or out,in")]
    [InlineData("path --shards 2", "--shards: several threads are measured on the way out only; add --direction out")]
    [InlineData("path --forged --direction out", "--forged: packets are forged on the way in only")]
    [InlineData("path --new-flows --direction in", "--new-flows: flows are looked up on the way out only")]
    [InlineData("path --size 64 --size 576", "--size is there 2 times")]
    [InlineData("run --suite aes128-gcm,aes256-gcm", "--suite: the scenarios run with one suite")]
    [InlineData("path --rounds 0", "--rounds: '0' is no number of rounds from 1 to ")]
    [InlineData("run --scenario dance", "--scenario: 'dance' is unknown; write some of protect, ")]
    [InlineData("kernels --suite ''", "--suite: ")]
    [InlineData("ike --proposal aes128gcm16-prfsha256", "--proposal: ")]
    [InlineData("ike --responder nowhere", "--responder: 'nowhere' is no IPv4 address")]
    [InlineData("ike --responder a=192.0.2.1#x", "--responder: 'a=192.0.2.1#x' is no IPv4 address, or no process")]
    [InlineData("ike --tunnels -1", "--tunnels: '-1' is no number of tunnels")]
    [InlineData("dance", "dance")]
    public async Task Bad_words_give_a_clear_error_and_exit_code_2(string words, string expected)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        int code = await LoadTestsCommandLine.InvokeAsync(words.Split(' '), output, error, TestContext.Current.CancellationToken);

        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("error: ", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }
}
