using System.Text.Json;
using Pipeline.Engine.Wire.Ip;
using Pipeline.Gateway.Commands;
using Pipeline.Gateway.Commands.Explain;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Gateway.Commands.Explain;

/// <summary><c>explain --config</c>: the rule that decides about a packet, and what a connection proposes.</summary>
public sealed class ExplainConfigurationTests : IDisposable
{
    private const string Policy = """
        {
          "credentials": { "presharedKeys": [{ "secret": "0123456789abcdef0123456789abcdef" }] },
          "connections": [
            {
              "name": "branch", "localAddress": "192.0.2.1", "remoteAddress": "198.51.100.1", "localIdentity": "head.example.org",
              "remoteIdentity": "branch.example.org", "authentication": "psk", "ikeProposals": ["aes128gcm16-prfsha256-x25519"],
              "children": [
                { "name": "networks", "proposals": ["aes128gcm16"], "localSelectors": ["10.1.0.0/16"], "remoteSelectors": ["10.2.0.0/16"] },
              ],
            },
          ],
          "policy": {
            "name": "office",
            "rules": [
              { "name": "no telnet", "filters": [{ "protocol": "tcp", "destinationPorts": 23 }], "action": "block" },
              { "name": "printers", "filters": [{ "source": "10.1.9.0/24", "destination": "10.2.9.0/24", "mirrored": true }], "action": "permit" },
              { "name": "too wide", "filters": [{ "destination": "10.2.0.0/15" }], "action": "negotiate", "connection": "branch" },
            ],
          },
        }
        """;

    private readonly CommandRun _run = new();

    public ExplainConfigurationTests() => _run.Write("gateway.json", Policy);

    [Theory]
    [InlineData("tcp 10.1.0.5:51000 > 10.2.0.9:23", "block", "no telnet", 1)]
    [InlineData("udp 10.1.9.5:5000 > 10.2.9.9:53", "permit", "printers", 2)]
    [InlineData("udp 10.2.9.5:5000 -> 10.1.9.9:53", "permit", "printers", 2)]
    [InlineData("tcp 10.1.0.5:51000 > 10.2.0.9:80", "protect", "too wide", 3)]
    [InlineData("tcp 10.1.0.5:51000 > 10.9.0.9:80", "block", null, 0)]
    public async Task Names_the_rule_that_decides(string packet, string verdict, string? rule, int number)
    {
        int code = await _run.InvokeAsync("explain", "--config", _run["gateway.json"], "--packet", packet, "--json");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        JsonElement json = _run.Json().GetProperty("packet");
        Assert.Equal((verdict, rule, number), (
            json.GetProperty("verdict").GetString(), json.GetProperty("rule").GetString(), json.GetProperty("ruleNumber").GetInt32()));
    }

    [Fact]
    public async Task Says_what_is_negotiated_for_a_packet()
    {
        int code = await _run.InvokeAsync("explain", "--config", _run["gateway.json"], "--packet", "tcp 10.1.0.5:51000 > 10.2.0.9:80");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        Assert.Contains("rule 3 of 3, \"too wide\", decides", _run.Output, StringComparison.Ordinal);
        Assert.Contains("protected by child \"networks\" of connection \"branch\"; held while it is negotiated", _run.Output, StringComparison.Ordinal);
        Assert.Contains("proposes IKE aes128gcm16-prfsha256-x25519", _run.Output, StringComparison.Ordinal);
        Assert.Contains("child networks: tunnel mode, 10.1.0.0/16 to 10.2.0.0/16", _run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("but the selectors", _run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_why_the_other_rules_do_not_decide()
    {
        await _run.InvokeAsync("explain", "--config", _run["gateway.json"], "--packet", "udp 10.1.9.5:5000 > 10.2.9.9:53");

        Assert.Contains("not rule 1, \"no telnet\" (filter list \"no telnet\"): protocol 17 is not 6", _run.Output, StringComparison.Ordinal);
        Assert.Contains("not rule 3, \"too wide\" (filter list \"too wide\"): it matches too", _run.Output, StringComparison.Ordinal);
        Assert.Contains("but comes later", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_so_where_the_most_specific_filter_decides()
    {
        _run.Write("specific.json", """
            {"policy": {"order": "mostSpecific", "filterLists": [{"name": "hosts", "filters": [{"destination": "10.2.0.9"}, {"destination": "10.2.0.8"}]}],
             "rules": [{"name": "all", "filters": [{}], "action": "permit"}, {"name": "one", "filterList": "hosts", "action": "block"}]}}
            """);

        await _run.InvokeAsync("explain", "--config", _run["specific.json"], "--packet", "udp 10.1.9.5:5000 > 10.2.0.8:53");

        Assert.Contains("rule 2 of 2, \"one\", decides: of all filters that match, its is the most specific", _run.Output, StringComparison.Ordinal);
        Assert.Contains("10.2.0.8", _run.Output, StringComparison.Ordinal);
        Assert.Contains("of \"hosts\"", _run.Output, StringComparison.Ordinal);
        Assert.Contains("but that is less specific", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_of_a_rule_that_its_child_cannot_serve()
    {
        await _run.InvokeAsync("explain", "--config", _run["gateway.json"], "--packet", "tcp 10.1.0.5:51000 > 10.3.0.9:80");

        Assert.Contains("but the selectors of that child, 10.1.0.0/16 to 10.2.0.0/16, do not have it", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_sa_with_keys_set_by_hand()
    {
        int code = await _run.InvokeAsync(
            "explain", "--config", Path.Combine(Repository.Root, "Gateway", "gateway.json"), "--packet", "tcp 10.1.0.5:51000 > 10.2.0.9:80");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        Assert.Contains("SA \"to-branch\", ESP aes128-gcm, SPI 0x00001001, 192.0.2.1 to 198.51.100.1", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_a_connection()
    {
        int code = await _run.InvokeAsync("explain", "--config", _run["gateway.json"], "--connection", "branch");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        Assert.Contains("connection branch: head.example.org at 192.0.2.1, proved by preshared key", _run.Output, StringComparison.Ordinal);
        Assert.Contains("to branch.example.org at 198.51.100.1", _run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("explain --config gateway.json")]
    [InlineData("explain --pcap a.pcap --packet x")]
    [InlineData("explain --config gateway.json --packet x --keys y")]
    [InlineData("explain --config gateway.json --packet nonsense")]
    [InlineData("explain --config gateway.json --connection nobody")]
    public async Task Refuses_what_does_not_go_together(string line)
    {
        string[] words = [.. line.Split(' ').Select(word => word == "gateway.json" ? _run[word] : word)];

        Assert.Equal((int)ExitCode.BadInput, await _run.InvokeAsync(words));
        Assert.NotEmpty(_run.Error);
    }

    [Theory]
    [InlineData("tcp 10.1.0.5:51000 > 10.2.0.9:80", 6, 51000, 80)]
    [InlineData("UDP [2001:db8::1]:5 -> [2001:db8::2]:53", 17, 5, 53)]
    [InlineData("icmp 10.1.0.5 > 10.2.0.9", 1, 8 << 8, 0)]
    [InlineData("icmp 10.1.0.5 > 10.2.0.9 0", 1, 0, 0)]
    [InlineData("icmpv6 2001:db8::1 > 2001:db8::2", 58, 128 << 8, 0)]
    [InlineData("47 10.1.0.5 > 10.2.0.9", 47, 0, 0)]
    public void Reads_packets(string text, byte protocol, int sourcePort, int destinationPort)
    {
        Assert.True(PacketQuestion.TryParse(text, out FlowKey flow, out string problem), problem);
        Assert.Equal((protocol, sourcePort, destinationPort), (flow.Protocol, flow.SourcePort, flow.DestinationPort));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tcp 10.1.0.5 > 10.2.0.9")]
    [InlineData("tcp 10.1.0.5:1 < 10.2.0.9:2")]
    [InlineData("tcp 10.1.0.5:1 > [2001:db8::1]:2")]
    [InlineData("tcp 10.1.0.5:99999 > 10.2.0.9:2")]
    [InlineData("tcp 2001:db8::1:80 > 2001:db8::2:80")]
    [InlineData("frob 10.1.0.5:1 > 10.2.0.9:2")]
    [InlineData("icmp 10.1.0.5 > 10.2.0.9 echo")]
    [InlineData("47 10.1.0.5 > 10.2.0.9 1")]
    public void Says_how_to_write_packets(string text)
    {
        Assert.False(PacketQuestion.TryParse(text, out _, out string problem));
        Assert.NotEmpty(problem);
    }

    public void Dispose() => _run.Dispose();
}
