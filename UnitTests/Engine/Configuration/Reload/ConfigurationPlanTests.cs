using System.Text;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Configuration.Reload;
using Pipeline.UnitTests.Crypto.Certificates;
using Pipeline.UnitTests.Engine.Configuration.Credentials;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration.Reload;

/// <summary>What a reload changes is known before it is done, and what stays keeps its very object.</summary>
public sealed class ConfigurationPlanTests
{
    private const string Credentials = """
        "credentials": {"presharedKeys": [{"name": "branch", "file": "psk"}, {"name": "other", "file": "other"}],
          "trustAnchors": ["root"], "revocationLists": ["crl"],
          "certificates": [{"name": "gateway", "file": "gateway", "privateKeyFile": "key"}]}
        """;

    private const string Branch = """
        {"name": "branch", "localAddress": "192.0.2.1", "remoteAddress": "198.51.100.1", "localIdentity": "a.example", "remoteIdentity": "b.example",
         "authentication": "psk", "presharedKey": "branch", "ikeProposals": ["aes128gcm16-prfsha256-x25519"], "initiate": "start",
         "deadPeerDetectionSeconds": 30, "retransmit": {"tries": 3},
         "children": [{"name": "net", "proposals": ["aes128gcm16"], "localSelectors": ["10.1.0.0/16"], "remoteSelectors": ["10.2.0.0/16"]}]}
        """;

    private const string Signed = """
        {"name": "signed", "localAddress": "192.0.2.1", "remoteAddress": "198.51.100.2", "remoteIdentity": "c.example",
         "authentication": "certificate", "certificate": "gateway", "children": [{"name": "hosts"}]}
        """;

    private static readonly TestAuthority Root = TestAuthority.Root();
    private static readonly TestAuthority Gateway = Root.EndEntity("CN=gateway.example.org");

    private readonly MemoryFiles _files = new()
    {
        ["psk"] = Encoding.ASCII.GetBytes("a secret of a branch"),
        ["other"] = Encoding.ASCII.GetBytes("another secret, longer"),
        ["root"] = Root.Encoded,
        ["crl"] = Root.RevokeEncoded([]),
        ["gateway"] = Gateway.Encoded,
        ["key"] = Gateway.PrivateKeyEncoded,
    };

    [Fact]
    public void The_same_file_read_again_changes_nothing()
    {
        GatewayOptions running = Read($"{Branch}, {Signed}");

        ConfigurationPlan plan = ConfigurationPlan.Of(running, Read($"{Branch}, {Signed}"));

        Assert.True(plan is { IsEmpty: true, IsApplicable: true });
        Assert.Equal(["branch", "signed"], plan.Unchanged);
    }

    [Fact]
    public void Another_version_of_IKE_is_recognised_and_named()
    {
        string later = Branch.Replace("aes128gcm16-prfsha256-x25519", "aes128-sha256-modp2048", StringComparison.Ordinal);
        string old = later.Replace("\"name\": \"branch\"", "\"name\": \"branch\", \"version\": 1", StringComparison.Ordinal);

        ConfigurationPlan plan = ConfigurationPlan.Of(Read(later), Read(old));

        Assert.Equal("version", Assert.Single(Assert.Single(plan.Changed).What));
    }

    [Fact]
    public void What_comes_and_goes_is_named_and_what_stays_is_the_same_object()
    {
        GatewayOptions running = Read($"{Branch}, {Signed}");
        GatewayOptions wanted = Read($"{Branch.Replace("branch\", \"local", "new\", \"local", StringComparison.Ordinal)}, {Signed}");

        ConfigurationPlan plan = ConfigurationPlan.Of(running, wanted);
        GatewayOptions merged = plan.Merge(running, wanted);

        Assert.Equal("new", Assert.Single(plan.Added));
        Assert.Equal("branch", Assert.Single(plan.Removed));
        Assert.Empty(plan.Changed);
        Assert.True(plan is { RulesChange: true, IsEmpty: false });
        Assert.Equal(["new", "signed"], merged.Connections.Select(connection => connection.Name));
        Assert.Same(running.Connections[1], merged.Connections[1]);
        Assert.Same(wanted.Connections[0], merged.Connections[0]);
        Assert.Same(wanted.Policy, merged.Policy);
    }

    [Theory]
    [InlineData("198.51.100.1", "198.51.100.7", "addresses")]
    [InlineData("b.example", "x.example", "identities")]
    [InlineData("\"presharedKey\": \"branch\"", "\"presharedKey\": \"other\"", "authentication")]
    [InlineData("prfsha256-x25519", "prfsha384-x25519", "ikeProposals")]
    [InlineData("\"aes128gcm16\"]", "\"aes256gcm16\"]", "children")]
    [InlineData("10.2.0.0/16", "10.3.0.0/16", "children")]
    [InlineData("\"name\": \"net\"", "\"rekeyAfterBytes\": 5000, \"name\": \"net\"", "children")]
    [InlineData("\"start\"", "\"never\"", "children, options")]
    [InlineData("Seconds\": 30", "Seconds\": 31", "options")]
    [InlineData("\"tries\": 3", "\"tries\": 4", "options")]
    public void A_change_is_recognised_and_named(string before, string after, string what)
    {
        GatewayOptions running = Read($"{Branch}, {Signed}");

        ConfigurationPlan plan = ConfigurationPlan.Of(running, Read($"{Branch.Replace(before, after, StringComparison.Ordinal)}, {Signed}"));

        Assert.Equal($"branch ({what})", Assert.Single(plan.Changed).ToString());
        Assert.Equal("signed", Assert.Single(plan.Unchanged));
    }

    [Fact]
    public void Another_secret_in_the_same_file_changes_its_connections_and_is_not_shown()
    {
        GatewayOptions running = Read($"{Branch}, {Signed}");
        _files["psk"] = Encoding.ASCII.GetBytes("a rotated secret of it");

        ConfigurationPlan plan = ConfigurationPlan.Of(running, Read($"{Branch}, {Signed}"));

        Assert.Equal("branch (authentication)", Assert.Single(plan.Changed).ToString());
        Assert.Equal("preshared key branch changed", Assert.Single(plan.Credentials));
        Assert.DoesNotContain("rotated", plan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_renewed_certificate_changes_the_connections_that_show_it()
    {
        GatewayOptions running = Read($"{Branch}, {Signed}");
        TestAuthority renewed = Root.EndEntity("CN=gateway.example.org");
        (_files["gateway"], _files["key"]) = (renewed.Encoded, renewed.PrivateKeyEncoded);

        ConfigurationPlan plan = ConfigurationPlan.Of(running, Read($"{Branch}, {Signed}"));

        Assert.Equal("signed (authentication)", Assert.Single(plan.Changed).ToString());
        Assert.Equal("certificate gateway changed", Assert.Single(plan.Credentials));
    }

    [Fact]
    public void Another_anchor_changes_the_connections_that_trust_it()
    {
        GatewayOptions running = Read($"{Branch}, {Signed}");
        _files["root"] = TestAuthority.Root("CN=Another").Encoded;

        ConfigurationPlan plan = ConfigurationPlan.Of(running, Read($"{Branch}, {Signed}"));

        Assert.Equal("signed (authentication)", Assert.Single(plan.Changed).ToString());
        Assert.Contains("trust anchors or intermediates changed", plan.Credentials);
    }

    [Fact]
    public void A_new_revocation_list_leaves_tunnels_alone()
    {
        GatewayOptions running = Read(Signed);
        _files["crl"] = Root.RevokeEncoded([Root.EndEntity("CN=thief")]);

        ConfigurationPlan plan = ConfigurationPlan.Of(running, Read(Signed));

        Assert.Empty(plan.Changed);
        Assert.Equal("revocation lists changed", Assert.Single(plan.Credentials));
    }

    [Theory]
    [InlineData("\"shards\": {\"shardCount\": 3}", "shards")]
    [InlineData("\"ports\": {\"tun\": {\"routes\": [\"10.9.0.0/16\"]}}", "ports.tun")]
    [InlineData("\"ports\": {\"outer\": {\"rawIp\": false}}", "ports.outer")]
    [InlineData("\"ike\": {\"cookieThresholdSas\": 7}", "ike")]
    [InlineData("\"control\": {\"socket\": \"here.sock\"}", "control")]
    [InlineData("""
        "securityAssociations": [{"name": "a", "direction": "out", "spi": 4096, "protocol": "esp", "mode": "tunnel", "source": "192.0.2.1",
          "destination": "192.0.2.2", "encryption": {"algorithm": "aes128-gcm", "key": "000102030405060708090a0b0c0d0e0f10111213"}}]
        """, "securityAssociations")]
    public void What_a_running_gateway_cannot_change_is_named(string more, string section)
    {
        GatewayOptions running = Read(Branch);

        ConfigurationPlan plan = ConfigurationPlan.Of(running, Read(Branch, more));

        Assert.Equal(section, Assert.Single(plan.NeedsRestart));
        Assert.False(plan.IsApplicable);
        Assert.True(ConfigurationPlan.Of(Read(Branch, more), Read(Branch, more)).IsEmpty);
    }

    [Fact]
    public void A_key_set_by_hand_is_compared_too()
    {
        const string Sas = """
            "securityAssociations": [{"name": "a", "direction": "out", "spi": 4096, "protocol": "esp", "mode": "tunnel", "source": "192.0.2.1",
              "destination": "192.0.2.2", "encryption": {"algorithm": "aes128-gcm", "key": "000102030405060708090a0b0c0d0e0f10111213"}}]
            """;

        ConfigurationPlan plan = ConfigurationPlan.Of(Read(Branch, Sas), Read(Branch, Sas.Replace("10111213", "10111214", StringComparison.Ordinal)));

        Assert.Equal("securityAssociations", Assert.Single(plan.NeedsRestart));
    }

    [Fact]
    public void Secrets_that_no_connection_uses_any_more_are_erased()
    {
        GatewayOptions running = Read($"{Branch}, {Signed}");
        GatewayOptions wanted = Read(Branch);
        ConfigurationPlan plan = ConfigurationPlan.Of(running, wanted);
        IReadOnlyList<ConnectionSettings> merged = plan.Merge(running, wanted).Connections;

        bool isEmpty = running.Credentials.EraseUnused(merged);

        Assert.False(isEmpty);
        Assert.False(running.Credentials.PresharedKeys[0].Secret.IsErased);
        Assert.True(running.Credentials.PresharedKeys[1].Secret.IsErased);
        Assert.True(running.Credentials.EraseUnused([]));
        Assert.True(running.Credentials.PresharedKeys[0].Secret.IsErased);
    }

    private GatewayOptions Read(string connections, string more = "")
    {
        string file = $$"""{{{Credentials}}, "connections": [{{connections}}]{{(more.Length == 0 ? "" : $", {more}")}}}""";
        ConfigurationResult<GatewayOptions> result = GatewayOptionsReader.Read("gateway.json", Encoding.UTF8.GetBytes(file), _files);
        Assert.Empty(result.Errors);
        return result.Value!;
    }
}
