using System.Text;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration;

/// <summary>The gateway's file: sizes, SAs and policy, with every name in it resolved.</summary>
public sealed class GatewayOptionsReaderTests
{
    private const string Sa = """
        {"name": "to-branch", "direction": "out", "spi": 4096, "protocol": "esp", "mode": "tunnel", "source": "192.0.2.1",
         "destination": "192.0.2.2", "encryption": {"algorithm": "aes128-gcm", "key": "c0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ff"}}
        """;

    [Fact]
    public void An_empty_object_gets_the_defaults_and_blocks_everything()
    {
        GatewayOptions options = Read("{}").Value!;

        Assert.Equal(new ShardOptions(), options.Shards);
        Assert.Empty(options.SecurityAssociations);
        Assert.Empty(options.Policy.Rules);
    }

    [Theory]
    [InlineData("shardCount", 0, 256)]
    [InlineData("batchPackets", 1, 256)]
    [InlineData("queueBatches", 1, 65536)]
    [InlineData("poolPackets", 256, 16777216)]
    [InlineData("maximumPacketLength", 1280, 65535)]
    [InlineData("replayWindowPackets", 64, 65536)]
    [InlineData("reassemblyDatagrams", 1, 65536)]
    [InlineData("reassemblyTimeoutMilliseconds", 100, 120000)]
    [InlineData("flowCacheEntries", 4, 16777216)]
    [InlineData("icmpPerSecond", 0, 1000000)]
    [InlineData("spinMicroseconds", 0, 10000)]
    public void Takes_every_size_within_its_range_and_says_the_range(string field, int minimum, int maximum)
    {
        foreach (int value in (int[])[minimum, maximum])
        {
            ShardOptions shards = Read(Shards(field, value)).Value!.Shards;
            string property = char.ToUpperInvariant(field[0]) + field[1..];
            Assert.Equal(value, typeof(ShardOptions).GetProperty(property)!.GetValue(shards));
        }

        foreach (int value in (int[])[minimum - 1, maximum + 1])
        {
            ConfigurationError error = Assert.Single(Read(Shards(field, value)).Errors);
            Assert.Equal((3, $"shards.{field}"), (error.Line, error.Field));
            Assert.Contains($"to {maximum}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Reads_the_processors_of_shards_and_readers()
    {
        ShardOptions shards = Read("""{"shards": {"affinity": [1, 0, 1023], "readerAffinity": []}}""").Value!.Shards;

        Assert.Equal([1, 0, 1023], shards.Affinity);
        Assert.Empty(shards.ReaderAffinity);
    }

    [Theory]
    [InlineData("[0, 1024]", "affinity[1]", "from 0 to 1023")]
    [InlineData("[-1]", "affinity[0]", "from 0 to 1023")]
    [InlineData("[\"0\"]", "affinity[0]", "from 0 to 1023")]
    [InlineData("0", "affinity", "write an array")]
    public void Refuses_what_cannot_be_a_list_of_processors(string value, string field, string message)
    {
        ConfigurationError error = Assert.Single(Read($$$"""{"shards": {"affinity": {{{value}}}}}""").Errors);

        Assert.Equal($"shards.{field}", error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_more_processors_than_there_can_be_shards()
    {
        string numbers = string.Join(", ", Enumerable.Range(0, 257));

        ConfigurationError error = Assert.Single(Read($$$"""{"shards": {"readerAffinity": [{{{numbers}}}]}}""").Errors);

        Assert.Contains("at most 256", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_a_policy_with_its_lists_and_SAs()
    {
        SecurityPolicy policy = Read($$$"""
            {"securityAssociations": [{{{Sa}}}],
             "policy": {"name": "p",
              "filterLists": [{"name": "branch", "filters": [{"destination": "10.0.0.0/8", "mirrored": true}]}],
              "rules": [{"name": "one", "filterList": "branch", "action": "negotiate", "sa": "to-branch"},
                        {"name": "two", "filters": [{"protocol": "icmp"}], "action": "permit"},
                        {"name": "three", "filters": [{}], "action": "block"},
                        {"name": "four", "filters": [], "action": "negotiate"}]}}
            """).Value!.Policy;

        Assert.Equal("p", policy.Name);
        Assert.Equal(["one", "two", "three", "four"], policy.Rules.Select(rule => rule.Name));
        Assert.Equal(
            [FilterAction.Negotiate, FilterAction.Permit, FilterAction.Block, FilterAction.Negotiate],
            policy.Rules.Select(rule => rule.Action));
        Assert.Equal(["to-branch", null, null, null], policy.Rules.Select(rule => rule.SaName));
        Assert.True(policy.Rules[0].Filters.Filters[0].Mirrored);
        Assert.Equal(TrafficSelector.Any, policy.Rules[2].Filters.Filters[0].Selector);
    }

    [Theory]
    [InlineData("""{"name": "r", "filterList": "brunch", "action": "permit"}""", "filterList", "did you mean \"branch\"?")]
    [InlineData("""{"name": "r", "action": "permit"}""", "filterList", "exactly one")]
    [InlineData("""{"name": "r", "filterList": "branch", "filters": [], "action": "permit"}""", "filterList", "exactly one")]
    [InlineData("""{"name": "r", "filters": [], "action": "allow"}""", "action", "\"permit\", \"block\", \"negotiate\"")]
    [InlineData("""{"name": "r", "filters": []}""", "action", "is missing")]
    [InlineData("""{"filters": [], "action": "block"}""", "name", "is missing")]
    [InlineData("""{"name": "r", "filters": [], "action": "negotiate", "sa": "to-brunch"}""", "sa", "did you mean \"to-branch\"?")]
    [InlineData("""{"name": "r", "filters": [], "action": "permit", "sa": "to-branch"}""", "sa", "only goes with")]
    [InlineData("""{"name": "r", "filters": [], "action": "block", "rule": 1}""", "rule", "is not known here")]
    [InlineData("""{"name": "r", "filters": [{"mirrored": 1}], "action": "block"}""", "filters[0].mirrored", "true or false")]
    public void Refuses_a_rule(string rule, string field, string message)
    {
        ConfigurationError error = Assert.Single(Read($$$"""
            {"securityAssociations": [{{{Sa}}}], "policy": {
              "filterLists": [{"name": "branch", "filters": []}],
              "rules": [
            {{{rule}}}]}}
            """).Errors);

        Assert.Equal((5, $"policy.rules[0].{field}"), (error.Line, error.Field));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_names_the_bundle_and_not_an_SA_inside_it()
    {
        string bundled = Sa.Replace("\"spi\"", "\"bundle\": \"both\", \"spi\"", StringComparison.Ordinal);
        string File(string sa) => $$$"""
            {"securityAssociations": [{{{bundled}}}],
             "policy": {"rules": [{"name": "r", "filters": [], "action": "negotiate", "sa": "{{{sa}}}"}]}}
            """;

        Assert.True(Read(File("both")).IsValid);
        Assert.Contains("write \"both\"", Assert.Single(Read(File("to-branch")).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_SA_does_not_make_its_rule_wrong_too()
    {
        string broken = Sa.Replace("4096", "1", StringComparison.Ordinal);

        ConfigurationError error = Assert.Single(Read($$$"""
            {"securityAssociations": [{{{broken}}}],
             "policy": {"rules": [{"name": "r", "filters": [], "action": "negotiate", "sa": "to-branch"}]}}
            """).Errors);

        Assert.Equal("securityAssociations[0].spi", error.Field);
    }

    [Fact]
    public void Refuses_names_that_are_taken()
    {
        ConfigurationResult<GatewayOptions> result = Read("""
            {"policy": {"filterLists": [{"name": "a", "filters": []}, {"name": "a", "filters": []}],
                        "rules": [{"name": "r", "filterList": "a", "action": "block"}, {"name": "r", "filterList": "a", "action": "block"}]}}
            """);

        Assert.Equal(["policy.filterLists[1].name", "policy.rules[1].name"], result.Errors.Select(error => error.Field));
    }

    [Fact]
    public void SAs_without_a_replay_window_take_that_of_the_shards()
    {
        GatewayOptions options = Read($$$"""{"shards": {"replayWindowPackets": 4096}, "securityAssociations": [{{{Sa}}}]}""").Value!;

        Assert.Equal(4096, options.SecurityAssociations[0].ReplayWindowPackets);
    }

    [Fact]
    public void Damaged_files_give_errors_without_keys_and_never_an_exception()
    {
        string valid = $$$"""
            {"shards": {"shardCount": 1}, "securityAssociations": [{{{Sa}}}], "policy": {"name": "p",
              "filterLists": [{"name": "branch", "filters": [{"destination": "10.0.0.0/8", "mirrored": true}]}],
              "rules": [{"name": "one", "filterList": "branch", "action": "negotiate", "sa": "to-branch"}]}}
            """;
        var random = new Random(4301);
        for (int round = 0; round < 10_000; round++)
        {
            byte[] file = Encoding.UTF8.GetBytes(valid);
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                file[random.Next(file.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"{}[],:\"\\0x"[random.Next(10)];
            }

            ConfigurationResult<GatewayOptions> result = GatewayOptionsReader.Read("fuzz.json", file);

            Assert.Equal(result.IsValid, result.Errors.Count == 0);
            Assert.All(result.Errors, error => Assert.DoesNotContain("c0ffeec0", error.ToString(), StringComparison.Ordinal));
        }
    }

    private static string Shards(string field, int value) => $"{{\n\"shards\": {{\n\"{field}\": {value}}}}}";

    private static ConfigurationResult<GatewayOptions> Read(string json) =>
        GatewayOptionsReader.Read("gateway.json", Encoding.UTF8.GetBytes(json));
}
