using System.Text;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration;

/// <summary>The SA file: what each field takes, and what each mistake is told.</summary>
public sealed class SaFileReaderTests
{
    private const string Key16 = "00112233445566778899aabbccddeeff";
    private const string Gcm = $$"""{"algorithm": "aes128-gcm", "key": "{{Key16}}01020304"}""";
    private const string Sha256 = $$"""{"algorithm": "hmac-sha256-128", "key": "{{Key16}}{{Key16}}"}""";

    private static readonly Dictionary<string, string> Minimum = new()
    {
        ["name"] = "\"out\"",
        ["direction"] = "\"outbound\"",
        ["spi"] = "4096",
        ["protocol"] = "\"esp\"",
        ["mode"] = "\"tunnel\"",
        ["source"] = "\"192.0.2.1\"",
        ["destination"] = "\"192.0.2.2\"",
        ["encryption"] = Gcm,
    };

    [Fact]
    public void The_smallest_SA_gets_the_defaults()
    {
        SaParameters sa = ReadOne([]);

        Assert.Equal(("out", SaDirection.Outbound, 4096u), (sa.Name, sa.Direction, sa.Spi));
        Assert.Equal((SaProtocol.Esp, SaMode.Tunnel, "aes128-gcm"), (sa.Protocol, sa.Mode, sa.Transform.Name));
        Assert.Equal(("192.0.2.1", "192.0.2.2"), (sa.Source.ToString(), sa.Destination.ToString()));
        Assert.Equal(Convert.FromHexString(Key16 + "01020304"), sa.EncryptionKey.Span);
        Assert.Equal((0, 1024, 1ul, false), (sa.IntegrityKey.Length, sa.ReplayWindowPackets, sa.FirstSequence, sa.ExtendedSequenceNumbers));
        Assert.Equal((4, DontFragmentPolicy.Copy, true, 0), (sa.AhAlignment, sa.DontFragment, sa.CopyDscp, sa.Dscp));
        Assert.Equal((64, false, 0, 1500), (sa.OuterHopLimit, sa.DecrementHopLimit, sa.TfcPadToLength, sa.PathMtu));
        Assert.Equal((null, null, SaLifetimeLimits.None), (sa.UdpEncapsulation, sa.Bundle, sa.Lifetime));
        Assert.Empty(sa.Selectors);
    }

    [Theory]
    [InlineData("[#]")]
    [InlineData("#")]
    [InlineData("{\"$schema\": \"x\", \"sas\": [#]}")]
    [InlineData("// comment\n[#, /* and a trailing comma */]")]
    [InlineData("\uFEFF[#]")]
    public void Takes_an_array_one_object_or_a_wrapped_array(string form) =>
        Assert.True(Read(form.Replace("#", Sa([]), StringComparison.Ordinal)).IsValid);

    public static TheoryData<string, string, Func<SaParameters, object?>, object?> Good() => new()
    {
        { "spi", "\"0xC0ffee01\"", sa => sa.Spi, 0xC0FFEE01u },
        { "spi", "\"256\"", sa => sa.Spi, 256u },
        { "spi", "4294967295", sa => sa.Spi, uint.MaxValue },
        { "direction", "\"in\"", sa => sa.Direction, SaDirection.Inbound },
        { "direction", "\"out\"", sa => sa.Direction, SaDirection.Outbound },
        { "mode", "\"transport\"", sa => sa.Mode, SaMode.Transport },
        { "encryption", $$"""{"algorithm": "AES128-GCM", "key": "0x{{Key16}} 01:02:03:04"}""", sa => sa.EncryptionKey.Length, 20 },
        { "extendedSequenceNumbers", "true", sa => sa.ExtendedSequenceNumbers, true },
        { "replayWindowPackets", "65536", sa => sa.ReplayWindowPackets, 65536 },
        { "firstSequence", "4294967295", sa => sa.FirstSequence, 4294967295ul },
        { "udpEncapsulation", "{}", sa => sa.UdpEncapsulation, new UdpEncapsulationPorts(4500, 4500) },
        { "udpEncapsulation", """{"sourcePort": 1, "destinationPort": 65535}""", sa => sa.UdpEncapsulation, new UdpEncapsulationPorts(1, 65535) },
        { "bundle", "\"both\"", sa => sa.Bundle, "both" },
        { "bundle", "null", sa => sa.Bundle, null },
        { "ahAlignment", "8", sa => sa.AhAlignment, 8 },
        { "dontFragment", "\"clear\"", sa => sa.DontFragment, DontFragmentPolicy.Clear },
        { "copyDscp", "false", sa => sa.CopyDscp, false },
        { "ecn", "\"compatibility\"", sa => sa.Ecn, EcnMode.Compatibility },
        { "outerHopLimit", "255", sa => (int)sa.OuterHopLimit, 255 },
        { "decrementHopLimit", "true", sa => sa.DecrementHopLimit, true },
        { "tfcPadToLength", "1400", sa => sa.TfcPadToLength, 1400 },
        { "pathMtu", "1280", sa => sa.PathMtu, 1280 },
        { "lifetime", """{"softBytes": 1, "hardBytes": 2}""", sa => sa.Lifetime, new SaLifetimeLimits { SoftBytes = 1, HardBytes = 2 } },
        { "lifetime", """{"softPackets": 3, "hardPackets": 0}""", sa => sa.Lifetime, new SaLifetimeLimits { SoftPackets = 3 } },
        { "lifetime", """{"hardSeconds": 60}""", sa => sa.Lifetime, new SaLifetimeLimits { HardAge = TimeSpan.FromMinutes(1) } },
        { "selectors", """[{"source": "any", "protocol": "tcp", "destinationPorts": "80"}]""", Only, new TrafficSelector { Protocol = 6, DestinationPorts = PortRange.Of(80) } },
        { "selectors", """[{"protocol": 17, "sourcePort": 53, "destinationPort": "1000-2000"}]""", Only, new TrafficSelector { Protocol = 17, SourcePorts = PortRange.Of(53), DestinationPorts = new PortRange(1000, 2000) } },
        { "selectors", """[{"protocol": "any", "sourcePorts": "opaque"}]""", Only, new TrafficSelector { SourcePorts = PortRange.Opaque } },
        { "selectors", """[{"protocol": "icmp", "icmpTypes": 8}]""", Only, new TrafficSelector { Protocol = 1, IcmpTypes = new PortRange(0x0800, 0x08FF) } },
        { "selectors", """[{"protocol": "icmp", "icmpTypes": "3/4"}]""", Only, new TrafficSelector { Protocol = 1, IcmpTypes = PortRange.Of(0x0304) } },
        { "selectors", """[{"protocol": "icmpv6", "icmpTypes": "128-129"}]""", Only, new TrafficSelector { Protocol = 58, IcmpTypes = new PortRange(0x8000, 0x81FF) } },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Takes(string field, string json, Func<SaParameters, object?> read, object? expected) =>
        Assert.Equal(expected, read(ReadOne((field, json))));

    [Theory]
    [InlineData("name", "\"\"", "name", "1 to 64 characters")]
    [InlineData("name", "7", "name", "1 to 64 characters")]
    [InlineData("name", null, "name", "is missing")]
    [InlineData("direction", "\"outbond\"", "direction", "did you mean \"outbound\"?")]
    [InlineData("direction", null, "direction", "is missing")]
    [InlineData("spi", "255", "spi", "from 256 to 4294967295")]
    [InlineData("spi", "4294967296", "spi", "from 256 to 4294967295")]
    [InlineData("spi", "-1", "spi", "from 256 to 4294967295")]
    [InlineData("spi", "1.5e3", "spi", "whole number")]
    [InlineData("spi", "\"0xZZ\"", "spi", "0x1234")]
    [InlineData("spi", null, "spi", "is missing")]
    [InlineData("protocol", "\"gre\"", "protocol", "\"esp\", \"ah\"")]
    [InlineData("protocol", null, "protocol", "is missing")]
    [InlineData("mode", "\"tunel\"", "mode", "did you mean \"tunnel\"?")]
    [InlineData("source", "\"10.0.0\"", "source", "address of a host")]
    [InlineData("source", "\"2001:db8::1\"", "destination", "another family")]
    [InlineData("destination", "\"0.0.0.0\"", "destination", "address of a host")]
    [InlineData("destination", null, "destination", "is missing")]
    [InlineData("encryption", null, "encryption", "is missing")]
    [InlineData("encryption", "\"aes\"", "encryption", "write an object with algorithm, key")]
    [InlineData("encryption", """{"algorithm": "aes128-gmc", "key": "00"}""", "encryption.algorithm", "did you mean \"aes128-g")]
    [InlineData("encryption", """{"algorithm": "aes128-gcm", "key": "0011"}""", "encryption.key", "has 2 bytes; aes128-gcm takes 20 bytes (40 hexadecimal digits): 16 of key, then 4 of salt")]
    [InlineData("encryption", """{"algorithm": "aes128-gcm", "key": "001"}""", "encryption.key", "pairs of hexadecimal digits")]
    [InlineData("encryption", """{"algorithm": "aes128-gcm"}""", "encryption.key", "takes 20 bytes")]
    [InlineData("encryption", """{"algorithm": "aes128-gcm", "key": 17}""", "encryption.key", "takes 20 bytes")]
    [InlineData("encryption", """{"algorithm": "des-cbc", "key": "0011223344556677"}""", "encryption", "allowLegacy")]
    [InlineData("integrity", """{"algorithm": "none", "key": "00"}""", "integrity.key", "takes no key")]
    [InlineData("integrity", Sha256, "integrity", "authenticates by itself")]
    [InlineData("extendedSequenceNumbers", "\"yes\"", "extendedSequenceNumbers", "true or false")]
    [InlineData("replayWindowPackets", "100", "replayWindowPackets", "power of two from 64 to 65536")]
    [InlineData("replayWindowPackets", "131072", "replayWindowPackets", "from 0 to 65536")]
    [InlineData("firstSequence", "0", "firstSequence", "from 1 to 4294967295")]
    [InlineData("firstSequence", "4294967296", "firstSequence", "from 1 to 4294967295")]
    [InlineData("udpEncapsulation", """{"sourcePort": 0}""", "udpEncapsulation.sourcePort", "from 1 to 65535")]
    [InlineData("selectors", "{}", "selectors", "write an array")]
    [InlineData("selectors", "[1]", "selectors[0]", "write an object")]
    [InlineData("selectors", """[{"source": "10.0.0.0/33"}]""", "selectors[0].source", "10.0.0.0/8")]
    [InlineData("selectors", """[{"source": "10.0.0.1", "destination": "::1"}]""", "selectors[0].destination", "another family")]
    [InlineData("selectors", """[{"protocol": "tpc"}]""", "selectors[0].protocol", "did you mean")]
    [InlineData("selectors", """[{"protocol": 256}]""", "selectors[0].protocol", "0 to 255")]
    [InlineData("selectors", """[{"sourcePorts": "9-1"}]""", "selectors[0].sourcePorts", "1000-2000")]
    [InlineData("selectors", """[{"sourcePorts": 1, "sourcePort": 1}]""", "selectors[0].sourcePort", "remove one")]
    [InlineData("selectors", """[{"protocol": "icmp", "sourcePorts": 1}]""", "selectors[0].protocol", "icmpTypes")]
    [InlineData("selectors", """[{"protocol": "tcp", "icmpTypes": 8}]""", "selectors[0].icmpTypes", "ICMP only")]
    [InlineData("selectors", """[{"icmpTypes": "8/256"}]""", "selectors[0].icmpTypes", "\"3/4\"")]
    [InlineData("selectors", """[{"icmpTypes": "9-8"}]""", "selectors[0].icmpTypes", "\"3/4\"")]
    [InlineData("bundle", "\"\"", "bundle", "1 to 64 characters")]
    [InlineData("ahAlignment", "6", "ahAlignment", "neither 4")]
    [InlineData("dontFragment", "\"never\"", "dontFragment", "\"copy\", \"set\", \"clear\"")]
    [InlineData("dscp", "8", "dscp", "\"copyDscp\": false")]
    [InlineData("outerHopLimit", "0", "outerHopLimit", "from 1 to 255")]
    [InlineData("tfcPadToLength", "65536", "tfcPadToLength", "from 0 to 65535")]
    [InlineData("pathMtu", "67", "pathMtu", "from 68 to 65535")]
    [InlineData("lifetime", """{"softBytes": 3, "hardBytes": 2}""", "lifetime.softBytes", "beyond hardBytes")]
    [InlineData("lifetime", """{"hardSeconds": 2147483648}""", "lifetime.hardSeconds", "from 0 to 2147483647")]
    [InlineData("replayWindow", "64", "replayWindow", "did you mean \"replayWindowPackets\"?")]
    [InlineData("zzzzzzzzzzzz", "64", "zzzzzzzzzzzz", "known are name, direction")]
    public void Refuses(string field, string? json, string errorField, string message)
    {
        ConfigurationError error = Assert.Single(Read(Sa((field, json))).Errors);

        Assert.Equal(errorField, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(json is null ? 1 : LineOf(Sa((field, json)), errorField.Split('.', '[')[0]), error.Line);
    }

    [Theory]
    [InlineData("udpEncapsulation", "{}", "udpEncapsulation", "RFC 3948")]
    [InlineData("encryption", Gcm, "encryption", "AH does not encrypt")]
    [InlineData("integrity", null, "integrity", "is missing")]
    [InlineData("integrity", """{"algorithm": "none"}""", "integrity", "protects nothing")]
    [InlineData("tfcPadToLength", "100", "tfcPadToLength", "ESP in tunnel mode only")]
    public void Refuses_for_AH(string field, string? json, string errorField, string message)
    {
        (string, string?)[] ah = [("protocol", "\"ah\""), ("encryption", null), ("integrity", Sha256)];

        ConfigurationError error = Assert.Single(Read(Sa([.. ah, (field, json)])).Errors);

        Assert.Equal(errorField, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"allowLegacy\": true, \"sas\": [#]}")]
    [InlineData("[#]")]
    public void Takes_weak_algorithms_only_when_asked(string form)
    {
        string sa = Sa(
            ("encryption", """{"algorithm": "des-cbc", "key": "0011223344556677"}"""),
            ("integrity", Sha256),
            ("allowLegacy", form.StartsWith('[') ? "true" : "false"));

        Assert.True(Read(form.Replace("#", sa, StringComparison.Ordinal)).IsValid);
    }

    [Fact]
    public void Reports_every_error_at_once_in_the_order_of_the_file()
    {
        const string file = """
            [
              {
                "name": "a", "direction": "sideways", "spi": 1,
                "protocol": "esp", "mode": "tunnel",
                "source": "nowhere", "destination": "192.0.2.2",
                "encryption": { "algorithm": "aes128-gcm", "key": "00" }
              },
              { "name": 5 }
            ]
            """;

        string[] places = [.. Read(file).Errors.Select(error => $"{error.File}:{error.Line}: {error.Field}")];

        Assert.Equal(
            ["test.json:3: [0].direction", "test.json:3: [0].spi", "test.json:5: [0].source", "test.json:6: [0].encryption.key"],
            places[..4].Order(StringComparer.Ordinal));
        Assert.Contains("test.json:8: [1].name", places);
        Assert.Contains("test.json:8: [1].spi", places);
    }

    [Theory]
    [InlineData("", "not valid JSON at column 1", 1)]
    [InlineData("[\n{\"name\": truesecret}]", "not valid JSON", 2)]
    [InlineData("[1, 2", "not valid JSON", 1)]
    [InlineData("[] []", "not valid JSON", 1)]
    [InlineData("[]", "write at least one", 1)]
    [InlineData("{\"sas\": []}", "write at least one", 1)]
    [InlineData("7", "write an object", 1)]
    [InlineData("{\"name\": 1,\n\"name\": 2, \"sas\": []}", "is there twice, first in line 1", 2)]
    [InlineData("{\"sas\": [{\"name\":\n\"\\uD800\"}]}", "surrogate", 2)]
    public void Refuses_what_is_not_a_file_of_SAs(string file, string message, int line)
    {
        IReadOnlyList<ConfigurationError> errors = Read(file).Errors;

        Assert.Contains(errors, error => error.Line == line && error.Message.Contains(message, StringComparison.Ordinal));
        Assert.DoesNotContain(errors, error => error.Message.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_text_that_is_not_UTF8_too_deep_or_too_long()
    {
        Assert.Contains("UTF-8", SaFileReader.Read("f", [0x5B, 0xFF, 0x5D]).Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("32 deep", Read(new string('[', 40)).Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("bytes", SaFileReader.Read("f", new byte[5 << 20]).Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_two_SAs_with_one_SPI_or_one_name()
    {
        ConfigurationResult<IReadOnlyList<SaParameters>> result = Read($"[{Sa()},\n{Sa()}]");

        Assert.Equal(["[1].name", "[1].spi"], result.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
        Assert.All(result.Errors, error => Assert.Contains("line 1", error.Message, StringComparison.Ordinal));
        Assert.True(Read($"[{Sa()}, {Sa(("direction", "\"in\""))}]").IsValid);
        Assert.True(Read($"[{Sa()}, {Sa(("name", "\"b\""), ("destination", "\"192.0.2.9\""))}]").IsValid);
    }

    [Theory]
    [InlineData("\"transport\"", "\"192.0.2.2\"", "\"ah\"", null, null)]
    [InlineData("\"tunnel\"", "\"192.0.2.2\"", "\"ah\"", "mode", "write \"transport\"")]
    [InlineData("\"transport\"", "\"192.0.2.3\"", "\"ah\"", "destination", "those of the ESP SA")]
    [InlineData("\"tunnel\"", "\"192.0.2.2\"", "\"esp\"", "bundle", "at most one")]
    public void Checks_what_a_bundle_is_made_of(
        string mode, string destination, string protocol, string? errorField, string? message)
    {
        bool ah = protocol == "\"ah\"";
        string second = Sa(
            ("name", "\"second\""), ("spi", "4097"), ("bundle", "\"b\""), ("mode", mode), ("destination", destination),
            ("protocol", protocol), ("encryption", ah ? null : Gcm), ("integrity", ah ? Sha256 : null));

        ConfigurationResult<IReadOnlyList<SaParameters>> result = Read($"[{Sa(("bundle", "\"b\""))},\n{second}]");

        Assert.Equal(errorField is null, result.IsValid);
        Assert.All(result.Errors, error => Assert.Equal($"[1].{errorField}", error.Field));
        Assert.All(result.Errors, error => Assert.Contains(message!, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_a_name_that_is_also_a_bundle()
    {
        string file = $"[{Sa(("name", "\"a\""), ("bundle", "\"b\""))}, {Sa(("name", "\"b\""), ("spi", "999"))}]";

        Assert.Contains("also the name of a bundle", Assert.Single(Read(file).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_give_errors_without_keys_and_never_an_exception()
    {
        const string secret = "c0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ff";
        string valid = Sa(
            ("encryption", $$"""{"algorithm": "aes128-gcm", "key": "{{secret}}"}"""),
            ("selectors", """[{"source": "10.0.0.0/8", "protocol": "tcp", "destinationPorts": "80"}]"""),
            ("lifetime", """{"softBytes": 1, "hardBytes": 2}"""));
        var random = new Random(4301);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] file = Encoding.UTF8.GetBytes(valid);
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                file[random.Next(file.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"{}[],:\"\\0x"[random.Next(10)];
            }

            ConfigurationResult<IReadOnlyList<SaParameters>> result = SaFileReader.Read("fuzz.json", file);

            Assert.Equal(result.IsValid, result.Errors.Count == 0);
            Assert.All(result.Errors, error => Assert.DoesNotContain("c0ffeec0", error.ToString(), StringComparison.Ordinal));
            Assert.All(result.Errors, error => Assert.InRange(error.Line, 1, 100));
        }
    }

    private static object? Only(SaParameters sa) => Assert.Single(sa.Selectors);

    private static SaParameters ReadOne(params (string Field, string? Json)[] changes)
    {
        ConfigurationResult<IReadOnlyList<SaParameters>> result = Read(Sa(changes));
        Assert.Empty(result.Errors);
        return Assert.Single(result.Value!);
    }

    private static ConfigurationResult<IReadOnlyList<SaParameters>> Read(string json) =>
        SaFileReader.Read("test.json", Encoding.UTF8.GetBytes(json));

    /// <summary>One SA, a field a line behind the first; a null field is left out.</summary>
    private static string Sa(params (string Field, string? Json)[] changes)
    {
        var fields = new Dictionary<string, string?>(Minimum!);
        foreach ((string field, string? json) in changes)
        {
            fields[field] = json;
        }

        IEnumerable<string> lines = fields.Where(field => field.Value is not null)
            .Select(field => $"\"{field.Key}\": {field.Value}");
        return $"{{ {string.Join(",\n", lines)} }}";
    }

    private static int LineOf(string file, string field) =>
        1 + file[..file.IndexOf($"\"{field}\":", StringComparison.Ordinal)].Count(character => character == '\n');
}
