using System.Text;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike.AnyVersion;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.UnitTests.Crypto.Certificates;
using Pipeline.UnitTests.Engine.Configuration.Credentials;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration.Connections;

/// <summary>A connection speaks one version of IKE; what IKEv1 has no words for is found when the file is read, and the fix is said.</summary>
public sealed class Version1RulesTests
{
    private const string Plain = "\"ikeProposals\": [\"aes128-sha256-modp2048\"]";

    private static readonly TestAuthority Root = TestAuthority.Root();

    private readonly MemoryFiles _files = MemoryFiles.WithSecret("psk");

    [Theory]
    [InlineData("\"version\": 1", IkeVersion.V1)]
    [InlineData("\"version\": 2", IkeVersion.V2)]
    [InlineData("\"initialContact\": true", IkeVersion.V2)]
    public void The_version_is_read_and_two_without_it(string field, IkeVersion version)
    {
        ConnectionSettings connection = Assert.Single(Read(field).Value!.Connections);

        Assert.Equal(version, connection.Options.Version);
        Assert.Equal(version == IkeVersion.V1, connection.ToString().EndsWith(", IKEv1", StringComparison.Ordinal));
    }

    [Fact]
    public void There_are_proposals_for_IKEv1_when_none_are_written()
    {
        IReadOnlyList<IkeProposal> proposals = Read("\"version\": 1").Value!.Connections[0].Options.Proposals;

        Assert.Equal(
            ["aes256-sha256-prfsha256-modp2048", "aes128-sha256-prfsha256-modp2048", "aes128-sha1-prfsha1-modp2048"],
            proposals.Select(proposal => proposal.ToString()));
        Assert.DoesNotContain(proposals, proposal => proposal.Algorithms.Any(algorithm => algorithm.IsLegacy));
    }

    [Theory]
    [InlineData("\"ikeProposals\": [\"aes128gcm16-prfsha256-x25519\", \"aes256-sha256-modp2048\"]")]
    [InlineData("\"ikeProposals\": [\"aes128-sha256-x25519-modp2048\"]")]
    [InlineData("\"ikeProposals\": [\"aes128-sha256-ecp256\"]")]
    [InlineData(Plain + ", \"remoteIdentity\": \"any\"")]
    [InlineData(Plain + ", \"remoteIdentity\": \"someone@example.org\"")]
    [InlineData(Plain + ", \"children\": [{\"name\": \"n\", \"localSelectors\": [\"any\"], \"remoteSelectors\": [\"any\"]}]")]
    [InlineData(Plain + ", \"children\": [{\"name\": \"n\", \"localSelectors\": [\"10.1.0.0/16\", \"10.3.0.0/16\"], "
        + "\"remoteSelectors\": [\"10.2.0.0/16\"]}]")]
    [InlineData(Plain + ", \"children\": [{\"name\": \"n\", \"protocol\": \"ah\"}]")]
    [InlineData(Plain + ", \"children\": [{\"name\": \"n\", \"proposals\": [\"chacha20poly1305\", \"aes128-sha256-modp2048\"]}]")]
    [InlineData(Plain + ", \"children\": [{\"name\": \"n\", \"localSelectors\": [{\"addresses\": \"10.0.0.1\", \"protocol\": \"udp\", "
        + "\"ports\": 1701}], \"remoteSelectors\": [\"10.2.0.0/16\"]}]")]
    public void What_IKEv1_can_say_is_taken(string fields) => Assert.Empty(Read($"\"version\": 1, {fields}").Errors);

    [Theory]
    [InlineData("\"version\": 3", "version", "from 1 to 2")]
    [InlineData("\"version\": \"1\"", "version", "from 1 to 2")]
    [InlineData("\"version\": 1, \"ikeProposals\": [\"aes128gcm16-prfsha256-modp2048\"]", "ikeProposals", "write one such as \"aes256-sha256-modp2048\"")]
    [InlineData("\"version\": 1, \"ikeProposals\": [\"aes128-sha256-x25519\"]", "ikeProposals", "has nothing that IKEv1 has a number for")]
    [InlineData("\"version\": 1, \"ikeProposals\": [\"aes128-prfaesxcbc-sha256-modp2048\"]", "ikeProposals", "has nothing that IKEv1 has a number for")]
    [InlineData("\"version\": 1, \"ikeProposals\": [\"3des-sha1-modp1024\"]", "ikeProposals[0]", "set allowLegacy")]
    [InlineData("\"version\": 1, \"children\": [{\"name\": \"n\", \"proposals\": [\"chacha20poly1305\"]}]", "children[0].proposals",
        "write one such as \"aes128-sha256\"")]
    [InlineData("\"version\": 1, \"children\": [{\"name\": \"n\", \"localSelectors\": [\"10.1.0.0/16\"], \"remoteSelectors\": "
        + "[{\"addresses\": \"10.2.0.0/16\", \"protocol\": \"tcp\", \"ports\": \"80-90\"}]}]", "children[0].remoteSelectors", "one port or all")]
    [InlineData("\"version\": 1, \"authentication\": null, \"localAuthentication\": \"psk\", \"remoteAuthentication\": \"certificate\"",
        "remoteAuthentication", "one for both sides")]
    public void What_it_cannot_is_an_error(string fields, string field, string message)
    {
        ConfigurationError error = Assert.Single(Read(fields).Errors);

        Assert.Equal($"connections[0].{field}", error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3des-sha1-modp1024")]
    [InlineData("des-md5-modp768")]
    public void Old_algorithms_are_taken_where_they_are_allowed(string proposal)
    {
        ConnectionOptions options = Assert.Single(
            Read($"\"version\": 1, \"ikeProposals\": [\"{proposal}\"]", ", \"ike\": {\"allowLegacy\": true}").Value!.Connections).Options;

        Assert.StartsWith(proposal.Split('-')[0], Assert.Single(options.Proposals).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "of the address")]
    [InlineData(2, "of everybody else")]
    public void The_key_of_a_peer_that_may_be_anybody_is_found_by_its_address(int version, string secret)
    {
        ConnectionOptions options = Assert.Single(GatewayOptionsReader.Read("gateway.json", Encoding.UTF8.GetBytes($$"""
            {"credentials": {"presharedKeys": [{"secret": "of everybody else"}, {"secret": "of the address", "identities": ["198.51.100.1"]}]},
             "connections": [{"name": "b", "version": {{version}}, "localAddress": "192.0.2.1", "remoteAddress": "198.51.100.1",
               "remoteIdentity": "any", "authentication": "psk", "children": [{"name": "n"}]}]}
            """), _files).Value!.Connections).Options;

        PresharedKeyMethod expected = IkeWorld.Psk(secret);
        Assert.Null(options.RemoteIdentity);
        Assert.True(options.OwnProof.IsSameAs(expected));
        Assert.True(Assert.Single(options.PeerProofs).IsSameAs(expected));
    }

    private ConfigurationResult<GatewayOptions> Read(string changes, string more = "")
    {
        _files["root"] = Root.Encoded;
        var fields = new Dictionary<string, string>
        {
            ["name"] = "\"branch\"",
            ["localAddress"] = "\"192.0.2.1\"",
            ["remoteAddress"] = "\"198.51.100.1\"",
            ["authentication"] = "\"psk\"",
            ["children"] = "[{\"name\": \"net\"}]",
        };
        using var document = System.Text.Json.JsonDocument.Parse($"{{{changes}}}");
        foreach (System.Text.Json.JsonProperty property in document.RootElement.EnumerateObject())
        {
            fields[property.Name] = property.Value.GetRawText();
        }

        string connection = string.Join(", ", fields.Select(field => $"\"{field.Key}\": {field.Value}"));
        return GatewayOptionsReader.Read("gateway.json", Encoding.UTF8.GetBytes($$"""
            {"credentials": {"presharedKeys": [{"file": "psk"}], "trustAnchors": ["root"]}, "connections": [{ {{connection}} }]{{more}}}
            """), _files);
    }
}
