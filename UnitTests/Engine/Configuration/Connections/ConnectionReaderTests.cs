using System.Text;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.UnitTests.Crypto.Certificates;
using Pipeline.UnitTests.Engine.Configuration.Credentials;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration.Connections;

/// <summary>Connections, their children, and what policy makes of them.</summary>
public sealed class ConnectionReaderTests
{
    private const string Whole = """
        {"name": "branch", "localAddress": "192.0.2.1", "remoteAddress": "198.51.100.1", "localIdentity": "a.example.org",
         "remoteIdentity": "b.example.org", "authentication": "psk", "ikeProposals": ["aes128-sha256-modp2048"], "initiate": "start",
         "initialContact": false, "childless": true, "fragmentation": false, "fragmentLength": 600, "forceEncapsulation": true,
         "natKeepAliveSeconds": 5, "deadPeerDetectionSeconds": 7, "rekeyAfterSeconds": 100, "reauthenticateAfterSeconds": 200,
         "rekeyJitterPercent": 25, "windowMessages": 4, "maximumChildren": 3,
         "retransmit": {"firstWaitMilliseconds": 500, "factorPercent": 200, "tries": 3, "longestWaitSeconds": 9, "jitterPercent": 0},
         "children": [
          {"name": "net", "protocol": "ah", "mode": "transport", "proposals": ["sha256"], "localSelectors": ["10.1.0.0/16", "any"],
           "remoteSelectors": [{"addresses": "10.2.0.0/16", "protocol": "tcp", "ports": "80-90"},
            {"addresses": "10.2.0.0/16", "protocol": "icmp", "icmpTypes": 8}], "rekeyAfterSeconds": 10, "rekeyAfterBytes": 1000,
           "rekeyAfterPackets": 50, "lifetimeSeconds": 20, "lifetimePackets": 60, "replayWindowPackets": 64, "pathMtu": 9000},
          {"name": "hosts"}]}
        """;

    private static readonly TestAuthority Root = TestAuthority.Root();
    private static readonly TestAuthority Gateway = Root.EndEntity("CN=gateway.example.org");

    private readonly MemoryFiles _files = MemoryFiles.WithSecret("psk");

    public ConnectionReaderTests()
    {
        _files["root"] = Root.Encoded;
        _files["gateway"] = Gateway.Encoded;
        _files["key"] = Gateway.PrivateKeyEncoded;
    }

    [Fact]
    public void Reads_every_field()
    {
        ConnectionSettings connection = Assert.Single(Read(Whole).Value!.Connections);
        ConnectionOptions options = connection.Options;

        Assert.Equal("branch: a.example.org at 192.0.2.1, b.example.org at 198.51.100.1", connection.ToString());
        Assert.Equal((Initiation.Start, 5, 0.25),
            (connection.Initiation, (int)connection.NatKeepAliveInterval.TotalSeconds, connection.RekeyJitter));
        Assert.Equal("aes128-sha256-prfsha256-modp2048", Assert.Single(options.Proposals).ToString());
        Assert.Equal(
            (false, false, 600, true),
            (options.SendsInitialContact, options.AllowsFragments, options.FragmentLength, options.ForcesUdpEncapsulation));
        Assert.Equal((4, 3), (options.WindowSize, options.MaximumChildCount));
        Assert.Equal(
            (7, 100, 200),
            ((int)options.LivenessInterval.TotalSeconds, (int)options.RekeyAfter.TotalSeconds, (int)options.ReauthenticateAfter.TotalSeconds));
        Assert.Equal((500, 2.0, 3, 9, 0.0), (
            (int)options.Retransmissions.FirstWait.TotalMilliseconds, options.Retransmissions.Factor, options.Retransmissions.Tries,
            (int)options.Retransmissions.LongestWait.TotalSeconds, options.Retransmissions.Jitter));
    }

    [Fact]
    public void Reads_children_with_their_limits()
    {
        ConnectionOptions options = Read(Whole).Value!.Connections[0].Options;
        ChildOptions net = options.Children[0];

        Assert.Equal((SaMode.Transport, 64, 9000, true), (net.Mode, net.ReplayWindowPackets, net.PathMtu, net.StartsWithIkeSa));
        Assert.Equal("sha256-noesn", Assert.Single(net.Proposals).ToString());
        Assert.Equal(
            "10.1.0.0/16, 0.0.0.0/0, ::/0 to 10.2.0.0/16 protocol 6 port 80-90, 10.2.0.0/16 protocol 1 port 2048-2303", net.Selectors!.ToString());
        Assert.Equal(
            new SaLifetimeLimits
            {
                SoftAge = TimeSpan.FromSeconds(10),
                HardAge = TimeSpan.FromSeconds(20),
                SoftBytes = 1000,
                HardBytes = 1100,
                SoftPackets = 50,
                HardPackets = 60,
            },
            net.Lifetime);
        Assert.Null(options.Children[1].Selectors);
        Assert.Equal(1024, options.Children[1].ReplayWindowPackets);
        Assert.Equal((3600, 3960), ((int)options.Children[1].Lifetime.SoftAge.TotalSeconds, (int)options.Children[1].Lifetime.HardAge.TotalSeconds));
    }

    [Theory]
    [InlineData("\"rekeyAfterSeconds\": 2", 12, 0)]
    [InlineData("\"rekeyAfterSeconds\": 0", 0, 0)]
    [InlineData("\"rekeyAfterSeconds\": 200, \"rekeyAfterPackets\": 5", 220, 6)]
    public void Leaves_time_to_rekey_before_the_hard_limit(string limits, int seconds, int packets)
    {
        SaLifetimeLimits lifetime = Read($$"""
            {"name": "b", "localAddress": "192.0.2.1", "remoteAddress": "198.51.100.1", "authentication": "psk",
             "children": [{"name": "n", {{limits}}}]}
            """).Value!.Connections[0].Options.Children[0].Lifetime;

        Assert.Equal((seconds, packets), ((int)lifetime.HardAge.TotalSeconds, (int)lifetime.HardPackets));
    }

    [Fact]
    public void Fills_in_what_is_left_out()
    {
        ConnectionSettings connection = Read("""
            {"name": "b", "localAddress": "192.0.2.1", "remoteAddress": "198.51.100.1", "authentication": "psk", "children": [{"name": "n"}]}
            """).Value!.Connections[0];

        Assert.Equal("192.0.2.1", connection.Options.LocalIdentity.ToString());
        Assert.Equal("198.51.100.1", connection.Options.RemoteIdentity!.ToString());
        Assert.Equal(Initiation.OnTraffic, connection.Initiation);
        Assert.False(connection.Options.Children[0].StartsWithIkeSa);
        Assert.Equal(Pipeline.Engine.Ike.Proposals.IkeProposal.Defaults, connection.Options.Proposals);
    }

    [Fact]
    public void The_sides_may_prove_themselves_differently()
    {
        ConnectionOptions options = Read("""
            {"name": "b", "remoteIdentity": "any", "localAuthentication": "certificate", "remoteAuthentication": "psk", "childless": true}
            """).Value!.Connections[0].Options;

        Assert.Equal("CN=gateway.example.org", options.LocalIdentity.ToString());
        Assert.Null(options.RemoteIdentity);
        Assert.Equal(("certificate CN=gateway.example.org", "preshared key"), (options.OwnProof.Name, Assert.Single(options.PeerProofs).Name));
    }

    [Theory]
    [InlineData("\"name\": 1", "name", "is not a string of 1 to 64")]
    [InlineData("\"localAddress\": \"here\"", "localAddress", "is not the address of a host")]
    [InlineData("\"localAddress\": \"2001:db8::1\"", "remoteAddress", "is of another family")]
    [InlineData("\"remoteAddress\": \"any\", \"initiate\": \"start\"", "initiate", "needs a remoteAddress")]
    [InlineData("\"remoteAddress\": \"any\", \"remoteIdentity\": null", "remoteIdentity", "is missing")]
    [InlineData("\"localAddress\": \"any\", \"localIdentity\": null", "localIdentity", "is missing")]
    [InlineData("\"localIdentity\": \"a b\"", "localIdentity", "is no identity")]
    [InlineData("\"authentication\": \"pks\"", "authentication", "did you mean \"psk\"?")]
    [InlineData("\"authentication\": null", "authentication", "is missing; write \"authentication\": \"psk\" or \"certificate\"")]
    [InlineData("\"authentication\": null, \"localAuthentication\": \"psk\"", "remoteAuthentication", "is missing")]
    [InlineData("\"remoteAuthentication\": \"psk\"", "remoteAuthentication", "says again what \"authentication\" says")]
    [InlineData("\"presharedKey\": \"brunch\"", "presharedKey", "did you mean \"branch\"?")]
    [InlineData("\"certificate\": \"gateway\"", "certificate", "is named, but \"localAuthentication\" is \"psk\"")]
    [InlineData("\"authentication\": \"certificate\", \"certificate\": \"gatway\"", "certificate", "did you mean \"gateway\"?")]
    [InlineData("\"authentication\": \"certificate\"", "certificate",
        "no usable certificate of credentials.certificates is made out to a.example.org")]
    [InlineData("\"authentication\": \"certificate\", \"certificate\": \"gateway\"", "localIdentity",
        "is not a name of certificate CN=gateway.example.org")]
    [InlineData("\"ikeProposals\": [\"aes127\"]", "ikeProposals[0]", "did you mean \"aes128\"?")]
    [InlineData("\"ikeProposals\": [7]", "ikeProposals[0]", "is a number; write a string")]
    [InlineData("\"ikeProposals\": [\"3des-sha1-modp2048\"]", "ikeProposals[0]", "set allowLegacy")]
    [InlineData("\"initiate\": \"ontraffic\"", "initiate", "did you mean \"onTraffic\"?")]
    [InlineData("\"fragmentLength\": 511", "fragmentLength", "from 512 to 65000")]
    [InlineData("\"natKeepAliveSeconds\": 3601", "natKeepAliveSeconds", "from 0 to 3600")]
    [InlineData("\"deadPeerDetectionSeconds\": 86401", "deadPeerDetectionSeconds", "from 0 to 86400")]
    [InlineData("\"rekeyAfterSeconds\": -1", "rekeyAfterSeconds", "from 0 to 2147483647")]
    [InlineData("\"reauthenticateAfterSeconds\": 1.5", "reauthenticateAfterSeconds", "from 0 to 2147483647")]
    [InlineData("\"rekeyJitterPercent\": 51", "rekeyJitterPercent", "from 0 to 50")]
    [InlineData("\"windowMessages\": 0", "windowMessages", "from 1 to 64")]
    [InlineData("\"maximumChildren\": 0", "maximumChildren", "from 1 to 65536")]
    [InlineData("\"mobike\": true", "mobike", "is not known here")]
    [InlineData("\"retransmit\": {\"firstWaitMilliseconds\": 99}", "retransmit.firstWaitMilliseconds", "from 100 to 60000")]
    [InlineData("\"retransmit\": {\"factorPercent\": 99}", "retransmit.factorPercent", "from 100 to 1000")]
    [InlineData("\"retransmit\": {\"tries\": 21}", "retransmit.tries", "from 0 to 20")]
    [InlineData("\"retransmit\": {\"longestWaitSeconds\": 0}", "retransmit.longestWaitSeconds", "from 1 to 3600")]
    [InlineData("\"retransmit\": {\"jitterPercent\": 101}", "retransmit.jitterPercent", "from 0 to 100")]
    [InlineData("\"children\": []", "children", "has no child to carry traffic")]
    [InlineData("\"children\": [{}]", "children[0].name", "is missing")]
    [InlineData("\"children\": [{\"name\": \"n\"}, {\"name\": \"n\"}]", "children[1].name", "is taken by an earlier child")]
    [InlineData("\"children\": [{\"name\": \"n\", \"mode\": \"tunel\"}]", "children[0].mode", "did you mean \"tunnel\"?")]
    [InlineData("\"children\": [{\"name\": \"n\", \"protocol\": \"both\"}]", "children[0].protocol", "is none of \"esp\", \"ah\"")]
    [InlineData("\"children\": [{\"name\": \"n\", \"proposals\": [\"aes128\"]}]", "children[0].proposals[0]", "without an integrity algorithm")]
    [InlineData("\"children\": [{\"name\": \"n\", \"localSelectors\": [\"any\"]}]", "children[0].remoteSelectors",
        "is missing beside the other side's")]
    [InlineData("\"children\": [{\"name\": \"n\", \"localSelectors\": [\"10.0.0.0/33\"], \"remoteSelectors\": []}]",
        "children[0].localSelectors[0]", "is not an address, prefix or range")]
    [InlineData("\"children\": [{\"name\": \"n\", \"localSelectors\": [{}], \"remoteSelectors\": []}]", "children[0].localSelectors[0].addresses",
        "is missing")]
    [InlineData("\"children\": [{\"name\": \"n\", \"localSelectors\": [{\"addresses\": \"any\", \"protocol\": \"icmp\", \"ports\": 1}], "
        + "\"remoteSelectors\": []}]",
        "children[0].localSelectors[0].protocol", "does not go with ports")]
    [InlineData("\"children\": [{\"name\": \"n\", \"rekeyAfterSeconds\": 10, \"lifetimeSeconds\": 9}]", "children[0].lifetimeSeconds",
        "is less than rekeyAfterSeconds")]
    [InlineData("\"children\": [{\"name\": \"n\", \"lifetimeBytes\": 9}]", "children[0].lifetimeBytes", "is less than rekeyAfterBytes")]
    [InlineData("\"children\": [{\"name\": \"n\", \"replayWindowPackets\": 100}]", "children[0].replayWindowPackets", "is not a power of two")]
    public void Says_what_is_wrong(string change, string field, string message)
    {
        ConfigurationError error = Assert.Single(Read(Changed(change)).Errors);

        Assert.Equal($"connections[0].{field}", error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Peers_without_a_key_and_anchors_are_found_when_it_is_read()
    {
        string connection = Changed("\"authentication\": null, \"localAuthentication\": \"psk\", \"remoteAuthentication\": \"certificate\"");

        ConfigurationResult<GatewayOptions> result = GatewayOptionsReader.Read(
            "gateway.json", Encoding.UTF8.GetBytes($$"""{"connections": [{{connection}}, {{connection}}]}"""));

        Assert.Equal(
            ["presharedKey", "remoteAuthentication", "presharedKey", "remoteAuthentication", "name"],
            result.Errors.Select(error => error.Field.Split('.')[1]));
        Assert.Contains("none of credentials.presharedKeys is for b.example.org", result.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("name files in credentials.trustAnchors", result.Errors[1].Message, StringComparison.Ordinal);
        Assert.Contains("is taken by an earlier connection", result.Errors[4].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("maximumHalfOpenSas", 1, 1_000_000)]
    [InlineData("maximumHalfOpenSasPerSource", 1, 1_000_000)]
    [InlineData("cookieThresholdSas", 0, 1_000_000)]
    [InlineData("halfOpenTimeoutSeconds", 1, 600)]
    [InlineData("maximumIkeSas", 1, 1_000_000)]
    public void Takes_every_bound_within_its_range(string field, int minimum, int maximum)
    {
        foreach (int value in (int[])[minimum, maximum])
        {
            IkeOptions ike = GatewayOptionsReader.Read("f", Encoding.UTF8.GetBytes($$$"""{"ike": {"{{{field}}}": {{{value}}}}}""")).Value!.Ike;
            Assert.Equal(value, typeof(IkeOptions).GetProperty(char.ToUpperInvariant(field[0]) + field[1..])!.GetValue(ike));
        }

        foreach (int value in (int[])[minimum - 1, maximum + 1])
        {
            ConfigurationError error = Assert.Single(
                GatewayOptionsReader.Read("f", Encoding.UTF8.GetBytes($$$"""{"ike": {"{{{field}}}": {{{value}}}}}""")).Errors);
            Assert.Equal($"ike.{field}", error.Field);
        }
    }

    [Fact]
    public void Children_that_no_rule_names_get_rules_behind_the_others()
    {
        SecurityPolicy policy = Read(Whole, """
            , "policy": {"rules": [
                {"name": "web", "filters": [{"destination": "10.9.0.0/16"}], "action": "negotiate", "connection": "branch", "child": "net"}]}
            """).Value!.Policy;

        Assert.Equal(["web", "branch/hosts"], policy.Rules.Select(rule => rule.Name));
        Assert.Equal([("branch", "net"), ("branch", "hosts")], policy.Rules.Select(rule => (rule.ConnectionName!, rule.ChildName!)));
        Assert.Equal(
            "192.0.2.1 port any -> 198.51.100.1 port any protocol any", Assert.Single(policy.Rules[1].Filters.Filters).Selector.ToString());
        Assert.Equal(VerdictKind.Protect, policy.Rules[1].ToVerdict(1).Kind);
    }

    [Fact]
    public void Children_know_the_rules_that_they_serve()
    {
        ConnectionOptions options = Read(Whole, """
            , "policy": {"rules": [
                {"name": "web", "filters": [{"destination": "10.9.0.0/16"}], "action": "negotiate", "connection": "branch", "child": "net"}]}
            """).Value!.Connections[0].Options;

        Assert.Equal([["web"], []], options.Children.Select(child => child.Rules));
    }

    [Fact]
    public void A_rule_for_the_whole_connection_stands_for_its_children()
    {
        SecurityPolicy policy = Read(Whole, """
            , "policy": {"rules": [{"name": "web", "filters": [{}], "action": "negotiate", "connection": "branch"}]}
            """).Value!.Policy;

        Assert.Null(Assert.Single(policy.Rules).ChildName);
    }

    [Theory]
    [InlineData("\"action\": \"negotiate\", \"connection\": \"brunch\"", "connection", "did you mean \"branch\"?")]
    [InlineData("\"action\": \"permit\", \"connection\": \"branch\"", "connection", "only goes with")]
    [InlineData("\"action\": \"negotiate\", \"connection\": \"branch\", \"child\": \"nat\"", "child", "did you mean \"net\"?")]
    [InlineData("\"action\": \"negotiate\", \"child\": \"net\"", "child", "name that too")]
    public void Says_what_is_wrong_with_rules(string rule, string field, string message)
    {
        ConfigurationError error = Assert.Single(Read(Whole, $$$""", "policy": {"rules": [{"name": "r", "filters": [], {{{rule}}}}]}""").Errors);

        Assert.Equal($"policy.rules[0].{field}", error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A good connection with some of its fields written otherwise.</summary>
    private static string Changed(string change)
    {
        var fields = new Dictionary<string, string>
        {
            ["name"] = "\"branch\"",
            ["localAddress"] = "\"192.0.2.1\"",
            ["remoteAddress"] = "\"198.51.100.1\"",
            ["localIdentity"] = "\"a.example.org\"",
            ["remoteIdentity"] = "\"b.example.org\"",
            ["authentication"] = "\"psk\"",
            ["children"] = "[{\"name\": \"net\"}]",
        };
        using var changes = System.Text.Json.JsonDocument.Parse($"{{{change}}}");
        foreach (System.Text.Json.JsonProperty property in changes.RootElement.EnumerateObject())
        {
            fields[property.Name] = property.Value.GetRawText();
        }

        return $"{{{string.Join(", ", fields.Select(field => $"\"{field.Key}\": {field.Value}"))}}}";
    }

    private ConfigurationResult<GatewayOptions> Read(string connection, string more = "") => GatewayOptionsReader.Read(
        "gateway.json", Encoding.UTF8.GetBytes($$"""
        {"credentials": {"presharedKeys": [{"name": "branch", "file": "psk"}], "trustAnchors": ["root"],
          "certificates": [{"name": "gateway", "file": "gateway", "privateKeyFile": "key"}]},
         "connections": [{{connection}}]{{more}}}
        """), _files);
}
