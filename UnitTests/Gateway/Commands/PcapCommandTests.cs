using Pipeline.Gateway.Commands;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Gateway.Commands;

/// <summary><c>pcap protect</c> and <c>pcap unprotect</c>: what one writes the other reads.</summary>
public sealed class PcapCommandTests : IDisposable
{
    private readonly CommandRun _run = new();

    public static TheoryData<string, string> SaFiles
    {
        get
        {
            var files = new TheoryData<string, string>();
            foreach (string suite in (string[])
                ["aes128-gcm", "aes256-ccm", "chacha20-poly1305", "aes256-cbc+hmac-sha256-128", "aes128-ctr+aes-xcbc-96", "null+hmac-sha1-96"])
            {
                files.Add($"{suite} tunnel", CommandRun.BothDirections(to => CommandRun.Esp(to, suite)));
                files.Add($"{suite} transport", CommandRun.BothDirections(to => CommandRun.Esp(to, suite, mode: "transport")));
            }

            const string Esn = ", \"extendedSequenceNumbers\": true, \"firstSequence\": 4294967290";
            const string Udp = ", \"udpEncapsulation\": {}";
            const string Bundle = ", \"bundle\": \"both\"";
            files.Add("ESN over the edge", CommandRun.BothDirections(to => CommandRun.Esp(to, "aes128-gcm", Esn)));
            files.Add("in UDP", CommandRun.BothDirections(to => CommandRun.Esp(to, "aes128-gcm", Udp)));
            files.Add("outer IPv6", CommandRun.BothDirections(to => CommandRun.Esp(to, "aes128-gcm", ipv6: true)));
            files.Add("AH tunnel", CommandRun.BothDirections(to => CommandRun.Ah(to, mode: "tunnel")));
            files.Add("AH transport", CommandRun.BothDirections(to => CommandRun.Ah(to)));
            files.Add("AH and ESP", CommandRun.BothDirections(
                to => $"{CommandRun.Esp(to, "aes128-gcm", Bundle)}, {CommandRun.Ah(to, Bundle)}"));
            files.Add("small path", CommandRun.BothDirections(to => CommandRun.Esp(to, "aes128-gcm", ", \"pathMtu\": 600")));
            return files;
        }
    }

    [Theory]
    [MemberData(nameof(SaFiles))]
    public async Task What_protect_writes_unprotect_gives_back_in_order_and_with_its_times(string name, string sas)
    {
        bool ipv4Only = name == "small path";
        byte[][] packets = [.. Enumerable.Range(0, 300).Select(
            index => index % 3 == 0 && !ipv4Only ? TestPackets.Ipv6(60 + index) : TestPackets.Ipv4(60 + (index * 4)))];
        _run.Write("sas.json", sas);
        _run.WriteCapture("clear.pcap", packets);

        int protect = await InvokeAsync("protect", "clear.pcap", "esp.pcap");
        Assert.True(protect == (int)ExitCode.Success, _run.Error);
        int unprotect = await InvokeAsync("unprotect", "esp.pcap", "back.pcap");
        Assert.True(unprotect == (int)ExitCode.Success, _run.Error);

        List<(long Timestamp, byte[] Packet)> back = _run.ReadCapture("back.pcap");
        Assert.Equal("{}", _run.Json().GetProperty("drops").GetRawText());
        if (ipv4Only)
        {
            // In tunnel mode a packet is fragmented before it is protected, and its receiver puts it together.
            Assert.True(back.Count > packets.Length);
            Assert.All(_run.ReadCapture("esp.pcap"), packet => Assert.True(packet.Packet.Length <= 600));
            Assert.Equal(back.Select(packet => packet.Timestamp).Order(), back.Select(packet => packet.Timestamp));
            return;
        }

        Assert.Equal(packets, back.Select(packet => packet.Packet));
        Assert.Equal(Enumerable.Range(0, 300).Select(CommandRun.TimestampOf), back.Select(packet => packet.Timestamp));
    }

    [Fact]
    public async Task Order_is_kept_between_a_bundle_and_a_plain_sa()
    {
        const string ToFour = ", \"selectors\": [{ \"source\": \"0.0.0.0/0\" }], \"bundle\": \"both\"";
        const string ToSix = ", \"selectors\": [{ \"source\": \"::/0\" }]";
        _run.Write("sas.json", $"[{CommandRun.Esp("outbound", "aes128-gcm", ToFour)}, {CommandRun.Ah("outbound", ", \"bundle\": \"both\"")}, "
            + CommandRun.Esp("outbound", "aes256-gcm", ToSix, ipv6: true).Replace("\"name\": \"esp\"", "\"name\": \"six\"", StringComparison.Ordinal) + "]");
        _run.WriteCapture("clear.pcap", [.. Enumerable.Range(0, 100).Select(index => TestPackets.Of(ipv6: index % 2 == 1))]);

        int code = await InvokeAsync("protect", "clear.pcap", "esp.pcap");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(CommandRun.TimestampOf),
            _run.ReadCapture("esp.pcap").Select(packet => packet.Timestamp));
    }

    [Fact]
    public async Task What_no_selector_takes_is_dropped_and_counted()
    {
        _run.Write("sas.json", CommandRun.Esp("outbound", "aes128-gcm", ", \"selectors\": [{ \"source\": \"::/0\" }]"));
        _run.WriteCapture("clear.pcap", TestPackets.Ipv4(), TestPackets.Ipv6(), TestPackets.Ipv4());

        int code = await InvokeAsync("protect", "clear.pcap", "esp.pcap");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        Assert.Equal(3, _run.Json().GetProperty("packetsRead").GetInt64());
        Assert.Equal(1, _run.Json().GetProperty("packetsWritten").GetInt64());
        Assert.Equal(2, _run.Json().GetProperty("drops").GetProperty("BlockedByPolicy").GetInt64());
    }

    [Fact]
    public async Task A_replayed_a_forged_and_a_clear_packet_are_counted_and_no_failure()
    {
        _run.Write("sas.json", CommandRun.BothDirections(to => CommandRun.Esp(to, "aes128-gcm")));
        _run.WriteCapture("clear.pcap", TestPackets.Ipv4(), TestPackets.Ipv4());
        await InvokeAsync("protect", "clear.pcap", "esp.pcap");
        byte[] good = _run.ReadCapture("esp.pcap")[0].Packet;
        byte[] forged = [.. _run.ReadCapture("esp.pcap")[1].Packet];
        forged[^1] ^= 1;
        _run.WriteCapture("mixed.pcap", good, good, forged, TestPackets.Ipv4());

        int code = await InvokeAsync("unprotect", "mixed.pcap", "back.pcap");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        Assert.Equal(1, _run.Json().GetProperty("packetsWritten").GetInt64());
        Assert.Equal(
            """{"BlockedByPolicy":1,"NotAuthentic":1,"Replayed":1}""",
            _run.Json().GetProperty("drops").GetRawText().Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings(""));
    }

    [Fact]
    public async Task Unprotect_opens_what_an_outbound_SA_sent_too()
    {
        _run.Write("sas.json", $"[{CommandRun.Esp("outbound", "aes128-gcm")}]");
        _run.WriteCapture("clear.pcap", TestPackets.Ipv4());
        await InvokeAsync("protect", "clear.pcap", "esp.pcap");

        int code = await InvokeAsync("unprotect", "esp.pcap", "back.pcap");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        Assert.Equal([TestPackets.Ipv4()], _run.ReadCapture("back.pcap").Select(packet => packet.Packet));
    }

    [Theory]
    [InlineData("aes128-gcm", 0)] // the same keys: one SA, seen on both sides of a NAT
    [InlineData("aes256-gcm", 2)]
    public async Task The_same_SPI_twice_is_one_SA_or_an_error(string otherSuite, int exitCode)
    {
        string other = CommandRun.Esp("inbound", otherSuite)
            .Replace("\"name\": \"esp\"", "\"name\": \"outside\"", StringComparison.Ordinal)
            .Replace("203.0.113.1", "203.0.113.77", StringComparison.Ordinal);
        _run.Write("sas.json", $"[{CommandRun.Esp("inbound", "aes128-gcm")}, {other}]");
        _run.WriteCapture("esp.pcap", TestPackets.Ipv4());

        int code = await InvokeAsync("unprotect", "esp.pcap", "back.pcap");

        Assert.True(code == exitCode, _run.Error);
        Assert.Equal(exitCode != 0, _run.Error.Contains("with other keys", StringComparison.Ordinal));
    }

    private Task<int> InvokeAsync(string command, string input, string output) => _run.InvokeAsync(
        "pcap", command, "--sa", _run["sas.json"], "--in", _run[input], "--out", _run[output], "--json");

    public void Dispose() => _run.Dispose();
}
