using System.Text.Json;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Wire.Ip;
using Pipeline.Gateway.Commands;
using Pipeline.UnitTests.Captures;
using Pipeline.UnitTests.Simulation;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Gateway.Commands.Explain;

/// <summary><c>explain --pcap</c>: recorded sessions are told word by word; anything else is told too, or refused as bad input.</summary>
public sealed class ExplainCaptureTests : IDisposable
{
    private readonly CommandRun _run = new();

    public static TheoryData<string> Sessions =>
        [.. Directory.GetDirectories(RecordedIke.Folder, "ikev*").Select(Path.GetFileName).OfType<string>().Order()];

    [Theory]
    [InlineData("ikev2-psk-gcm128-udp", true)]
    [InlineData("ikev2-cert-cbc256-sha256-frag-udp", true)]
    [InlineData("ikev2-eap-ctr-udp", false)]
    public async Task Tells_a_recorded_session_word_by_word(string session, bool withKeys)
    {
        string[] keys = withKeys ? ["--keys", FileOf(session, "ikev2_decryption_table")] : [];

        int code = await _run.InvokeAsync(["explain", "--pcap", FileOf(session, "session.pcap"), .. keys]);

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        string golden = Repository.ReadText("UnitTests", "Gateway", "Commands", "Explain", "Golden", session + ".txt");
        Assert.Equal(golden, _run.Output, ignoreLineEndingDifferences: true);
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task Every_recorded_session_is_explained_without_keys(string session)
    {
        int code = await _run.InvokeAsync("explain", "--pcap", FileOf(session, "session.pcap"), "--json");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        JsonElement json = _run.Json();
        Assert.Equal(0, json.GetProperty("unreadablePackets").GetInt64());
        Assert.NotEmpty(json.GetProperty("ikeSas").EnumerateArray());
        Assert.NotEmpty(json.GetProperty("flows").EnumerateArray());
        Assert.All(
            json.GetProperty("ikeSas").EnumerateArray(),
            sa => Assert.DoesNotContain(sa.GetProperty("outcome").GetString(), (string[])["Refused", "Unanswered", "Unfinished"]));
    }

    [Theory]
    [InlineData("ikev2-psk-gcm128-esp")]
    [InlineData("ikev2-psk-gcm128-udp")]
    [InlineData("ikev2-cert-cbc256-sha256-frag-udp")]
    [InlineData("ikev2-ppk-ccm-udp")]
    public async Task With_Wiresharks_table_every_message_opens(string session)
    {
        int code = await _run.InvokeAsync(
            "explain", "--pcap", FileOf(session, "session.pcap"), "--keys", FileOf(session, "ikev2_decryption_table"), "--json");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        AssertAllOpened();
    }

    [Theory]
    [InlineData("ikev2-mlkem768-chacha-udp", 3)]
    [InlineData("ikev2-eap-ctr-udp", 2)]
    [InlineData("ikev2-psk-gcm128-udp", 2)]
    public async Task With_Json_every_message_opens_whatever_the_suite(string session, int keyCount)
    {
        string[] keys = [.. KeysAsJson(session)];
        Assert.Equal(keyCount, keys.Length);
        _run.Write("keys.json", $$"""{ "ikeSas": [{{string.Join(",\n", keys)}}] }""");

        int code = await _run.InvokeAsync("explain", "--pcap", FileOf(session, "session.pcap"), "--keys", _run["keys.json"], "--json");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        AssertAllOpened();
    }

    [Fact]
    public async Task A_refusal_on_the_wire_is_explained()
    {
        IkeWorld world = IkeWorld.Create(b: b => b with { Proposals = IkeWorld.IkeProposals("aes128gcm16-prfsha256-modp2048") });
        world.A.Initiate();
        world.B.Initiate();
        world.Settle();
        _run.WriteCapture("refused.pcap", [.. world.Link.Recorded.Select(message => Packet(message.Path, message.Datagram))]);

        int code = await _run.InvokeAsync("explain", "--pcap", _run["refused.pcap"]);

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        Assert.Contains(
            "  => refused at IKE_SA_INIT with NO_PROPOSAL_CHOSEN: the initiator 198.51.100.1:500 offers group x25519 only; the responder "
            + "198.51.100.2:500 allows modp2048; add x25519 there, or ask the initiator for modp2048",
            _run.Output,
            StringComparison.Ordinal);
        Assert.Contains("refuses with NO_PROPOSAL_CHOSEN: no proposal suits it", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_by_a_gateway_whose_configuration_is_given_shows_the_nearest_miss()
    {
        IkeWorld world = IkeWorld.Create(b: b => b with { Proposals = IkeWorld.IkeProposals("aes128gcm16-prfsha256-modp2048") });
        world.A.Initiate();
        world.Settle();
        _run.WriteCapture("refused.pcap", [.. world.Link.Recorded.Select(message => Packet(message.Path, message.Datagram))]);
        _run.Write("gateway.json", """
            { "credentials": { "presharedKeys": [{ "secret": "0123456789abcdef0123456789abcdef" }] },
              "connections": [{
                "name": "a", "localAddress": "198.51.100.2", "remoteAddress": "198.51.100.1", "localIdentity": "b.example",
                "remoteIdentity": "a.example", "authentication": "psk", "ikeProposals": ["aes256gcm16-prfsha256-x25519"], "children": [{ "name": "net" }] }] }
            """);

        int code = await _run.InvokeAsync("explain", "--pcap", _run["refused.pcap"], "--config", _run["gateway.json"]);

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        Assert.Contains("offers encryption aes128gcm16 only; the responder 198.51.100.2:500 allows aes256gcm16; add aes128gcm16 there", _run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keep_alives_fragments_and_strangers_are_counted()
    {
        var path = new IkePath(IkeWorld.AddressOfA with { Port = 4500 }, IkeWorld.AddressOfB with { Port = 4500 });
        byte[] fragment = WirePackets.Ipv4(IpProtocol.Udp, new byte[64]);
        fragment[6] = 0x20;
        Ipv4Header.WriteChecksum(fragment);
        _run.WriteCapture(
            "mixed.pcap",
            Packet(path, [0xFF], withMarker: false),
            Packet(path, [1, 2, 3], withMarker: false),
            fragment,
            WirePackets.Ipv4(IpProtocol.Tcp, new byte[40]),
            WirePackets.Ipv4(IpProtocol.Esp, [0, 0, 1, 1, 0, 0, 0, 7, .. new byte[24]]));

        int code = await _run.InvokeAsync("explain", "--pcap", _run["mixed.pcap"], "--json");

        Assert.True(code == (int)ExitCode.Success, _run.Error);
        JsonElement json = _run.Json();
        Assert.Equal(
            (1, 1, 1, 1),
            (json.GetProperty("keepAlives").GetInt32(), json.GetProperty("ipFragments").GetInt32(), json.GetProperty("otherPackets").GetInt32(),
                json.GetProperty("unreadablePackets").GetInt32()));
        Assert.Equal("00000101", json.GetProperty("flows")[0].GetProperty("spi").GetString());
        Assert.Contains("is neither IKE nor ESP nor a keep-alive", json.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Success, await _run.InvokeAsync("explain", "--pcap", _run["mixed.pcap"]));
        Assert.Contains("1 NAT keep-alives", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_capture_that_was_cut_off_is_told_as_far_as_it_goes()
    {
        byte[] whole = File.ReadAllBytes(FileOf("ikev2-psk-gcm128-udp", "session.pcap"));
        File.WriteAllBytes(_run["cut.pcap"], whole[..2_000]);

        Assert.Equal((int)ExitCode.Success, await _run.InvokeAsync("explain", "--pcap", _run["cut.pcap"]));
        Assert.Contains("IKE_SA_INIT response 0", _run.Output, StringComparison.Ordinal);
        Assert.Contains("the file cannot be read any further", _run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage that is no capture")]
    [InlineData("")]
    public async Task What_is_no_capture_is_bad_input(string text)
    {
        _run.Write("no.pcap", text);

        Assert.Equal((int)ExitCode.BadInput, await _run.InvokeAsync("explain", "--pcap", _run["no.pcap"]));
        Assert.StartsWith($"error: {_run["no.pcap"]}: byte 0: ", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_are_bad_input_and_are_not_shown()
    {
        _run.Write("keys", "0fd70ea9fa59a65b,4cca5ee2503236ea,00112233445566778899,secret");

        Assert.Equal(
            (int)ExitCode.BadInput,
            await _run.InvokeAsync("explain", "--pcap", FileOf("ikev2-psk-gcm128-udp", "session.pcap"), "--keys", _run["keys"]));
        Assert.Contains("keys:1: ", _run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("001122", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_bytes_are_explained_or_refused()
    {
        var random = new Random(51);
        byte[] seed = File.ReadAllBytes(FileOf("ikev2-cert-cbc256-sha256-frag-udp", "session.pcap"));
        string keys = FileOf("ikev2-cert-cbc256-sha256-frag-udp", "ikev2_decryption_table");
        for (int round = 0; round < 150; round++)
        {
            byte[] bytes = [.. seed];
            for (int flips = random.Next(1, 200); flips > 0; flips--)
            {
                bytes[random.Next(random.Next(2) == 0 ? bytes.Length : 3_000)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(_run["any.pcap"], bytes);
            int code = await _run.InvokeAsync("explain", "--pcap", _run["any.pcap"], "--keys", keys);

            Assert.True(code is (int)ExitCode.Success or (int)ExitCode.BadInput, $"seed 51, round {round}: {_run.Error}");
            Assert.DoesNotContain(_run.Output, character => char.IsControl(character) && character is not ('\n' or '\r'));
        }
    }

    public void Dispose() => _run.Dispose();

    private static string FileOf(string session, string file) => Path.Combine(RecordedIke.Folder, session, file);

    private void AssertAllOpened()
    {
        foreach (JsonElement sa in _run.Json().GetProperty("ikeSas").EnumerateArray())
        {
            Assert.Equal(JsonValueKind.Null, sa.GetProperty("keyProblem").ValueKind);
            IEnumerable<string?> sentences = sa.GetProperty("steps").EnumerateArray()
                .SelectMany(step => step.GetProperty("says").EnumerateArray()).Select(says => says.GetString());
            Assert.All(sentences, sentence => Assert.DoesNotContain("encrypted", sentence, StringComparison.Ordinal));
        }
    }

    /// <summary>The keys of a session's daemon in our form. IKE_INTERMEDIATE changes them, and PPKs those that are not needed here.</summary>
    private static IEnumerable<string> KeysAsJson(string session)
    {
        var spis = new List<(ulong Initiator, ulong Responder)>();
        var replay = new IkeReplay(session);
        replay.Run();
        foreach (var message in replay.Messages.Where(message => message.ResponderSpi != 0))
        {
            if (!spis.Contains((message.InitiatorSpi, message.ResponderSpi)))
            {
                spis.Add((message.InitiatorSpi, message.ResponderSpi));
            }
        }

        using JsonDocument log = JsonDocument.Parse(File.ReadAllText(FileOf(session, "ike-keys.json")));
        var blocks = new List<Dictionary<string, string>>();
        foreach (JsonElement row in log.RootElement.EnumerateArray())
        {
            string name = row.GetProperty("name").GetString()!;
            if (name == "Sk_d secret")
            {
                blocks.Add([]);
            }

            if (name.StartsWith("Sk_", StringComparison.Ordinal) && blocks.Count > 0)
            {
                blocks[^1].TryAdd(name, row.GetProperty("hex").GetString()!);
            }
        }

        for (int index = 0; index < blocks.Count; index++)
        {
            // The last keys are those of the rekeyed IKE SA.
            (ulong initiator, ulong responder) = spis[index == blocks.Count - 1 ? ^1 : 0];
            Dictionary<string, string> keys = blocks[index];
            yield return $$"""
                { "initiatorSpi": "{{initiator:x16}}", "responderSpi": "{{responder:x16}}", "skEi": "{{keys["Sk_ei secret"]}}",
                  "skEr": "{{keys["Sk_er secret"]}}", "skAi": "{{keys.GetValueOrDefault("Sk_ai secret", "")}}",
                  "skAr": "{{keys.GetValueOrDefault("Sk_ar secret", "")}}" }
                """;
        }
    }

    /// <summary>An IPv4 packet with UDP, and on port 4500 with the non-ESP marker.</summary>
    private static byte[] Packet(IkePath path, byte[] message, bool withMarker = true)
    {
        byte[] content = withMarker && path.Remote.Port == IkePath.NatPort ? [0, 0, 0, 0, .. message] : message;
        var datagram = new byte[UdpHeader.HeaderLength + content.Length];
        new UdpHeader(path.Local.Port, path.Remote.Port, (ushort)datagram.Length, 0).Write(datagram);
        content.CopyTo(datagram, UdpHeader.HeaderLength);
        byte[] packet = WirePackets.Ipv4(IpProtocol.Udp, datagram);
        path.Local.Address.Write(packet.AsSpan(12));
        path.Remote.Address.Write(packet.AsSpan(16));
        Ipv4Header.WriteChecksum(packet);
        return packet;
    }
}
