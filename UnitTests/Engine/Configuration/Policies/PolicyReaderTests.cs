using System.Text;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Reload;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Policy.ClearTraffic;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration.Policies;

/// <summary>The seed's policy in our file: names, order, actions with options, one assigned policy of several.</summary>
public sealed class PolicyReaderTests
{
    private const string Connections = """
        "credentials": {"presharedKeys": [{"secret": "0123456789abcdef0123456789abcdef"}]},
        "connections": [
          {"name": "branch", "localAddress": "192.0.2.1", "remoteAddress": "198.51.100.1", "authentication": "psk",
           "children": [{"name": "net", "localSelectors": ["10.1.0.0/16"], "remoteSelectors": ["10.2.0.0/16"]}, {"name": "other", "mode": "transport"}]},
          {"name": "unnamed", "localAddress": "192.0.2.1", "remoteAddress": "198.51.100.2", "authentication": "psk", "children": [{"name": "net"}]}]
        """;

    private const string Two = """
        "policies": [
          {"name": "day", "rules": [{"name": "branch", "filters": [{"destination": "10.2.0.0/16"}], "action": "negotiate", "connection": "branch", "child": "net"}]},
          {"name": "night", "rules": [{"name": "nothing", "filters": [{}], "action": "block"}]}]
        """;

    [Fact]
    public void Reads_order_names_and_where_they_are_looked_up()
    {
        SecurityPolicy policy = Read("""
            "policy": {"order": "mostSpecific", "addresses": {"refreshSeconds": 30, "winsServers": ["10.0.0.7"]},
              "rules": [{"name": "r", "filters": [{"source": "me", "destination": "dns:host.example.org", "mirrored": true}], "action": "permit"}]}
            """).Value!.Policy;

        Filter filter = Assert.Single(policy.Rules[0].Filters.Filters);
        Assert.Equal(RuleOrder.MostSpecific, policy.Order);
        Assert.Equal((new AddressName(AddressNameKind.Me), new AddressName(AddressNameKind.Dns, "host.example.org")), (filter.SourceName, filter.DestinationName));
        Assert.False(filter.IsResolved);
        Assert.Equal(TimeSpan.FromSeconds(30), policy.Addresses.RefreshInterval);
        Assert.Equal("10.0.0.7", Assert.Single(policy.Addresses.Fixed[AddressNameKind.WinsServers]).ToString());
    }

    [Fact]
    public void Rules_share_an_action_by_its_name()
    {
        ConfigurationResult<GatewayOptions> result = Read("""
            "policy": {
              "filterActions": [{"name": "request", "action": "negotiate", "acceptUnsecured": true, "allowUnsecuredPeers": true, "clearAfterSeconds": 5}],
              "rules": [{"name": "a", "filters": [{}], "action": "request"}, {"name": "b", "filters": [{}], "action": "request"},
                        {"name": "c", "filters": [{}], "action": "negotiate"}]}
            """);

        var request = new UnsecuredTraffic { AcceptsInbound = true, FallsBackToClear = true, ClearAfter = TimeSpan.FromSeconds(5) };
        Assert.Equal([request, request, UnsecuredTraffic.Refuse], result.Value!.Policy.Rules.Select(rule => rule.Unsecured));
        Assert.Contains("drop IKE messages", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"filterActions": [{"name": "a", "action": "permit", "acceptUnsecured": true}]}""", "filterActions[0].acceptUnsecured", "only goes with")]
    [InlineData("""{"filterActions": [{"name": "permit", "action": "permit"}]}""", "filterActions[0].name", "is taken")]
    [InlineData("""{"filterActions": [{"name": "a", "action": "negotiate", "clearAfterSeconds": 0}]}""", "filterActions[0].clearAfterSeconds", "from 1 to 60")]
    [InlineData("""{"order": "windows"}""", "order", "\"firstMatch\", \"mostSpecific\"")]
    [InlineData("""{"addresses": {"dnsServers": ["x"]}}""", "addresses.dnsServers[0]", "is not an address")]
    [InlineData("""{"rules": [{"name": "r", "filters": [{"source": "host.example.org"}], "action": "block"}]}""", "rules[0].filters[0].source", "or a name")]
    [InlineData("""{"rules": [{"name": "r", "filters": [], "action": "reqest"}], "filterActions": [{"name": "request", "action": "block"}]}""", "rules[0].action", "did you mean \"request\"?")]
    public void Refuses(string policy, string field, string message)
    {
        ConfigurationError error = Assert.Single(Read($"\"policy\": {policy}").Errors);

        Assert.Equal($"policy.{field}", error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_policy_is_in_force_with_what_it_names_and_what_none_names()
    {
        GatewayOptions day = Read($"{Connections}, {Two}, \"assignedPolicy\": \"day\"").Value!;
        GatewayOptions night = Read($"{Connections}, {Two}, \"assignedPolicy\": \"night\"").Value!;

        Assert.Equal(["branch", "branch/other", "unnamed/net"], day.Policy.Rules.Select(rule => rule.Name));
        Assert.Equal(["nothing", "branch/other", "unnamed/net"], night.Policy.Rules.Select(rule => rule.Name));
        Assert.Equal(["net", "other"], day.Connections[0].Options.Children.Select(child => child.Name));
        Assert.Equal(["other"], night.Connections[0].Options.Children.Select(child => child.Name));
    }

    [Fact]
    public void Assigning_another_policy_ends_what_only_the_first_one_names()
    {
        ConfigurationPlan plan = ConfigurationPlan.Of(
            Read($"{Connections}, {Two}, \"assignedPolicy\": \"day\"").Value!, Read($"{Connections}, {Two}, \"assignedPolicy\": \"night\"").Value!);

        Assert.True(plan is { RulesChange: true, IsApplicable: true });
        Assert.Equal("branch", Assert.Single(plan.Changed).Name);
        Assert.Equal(["unnamed"], plan.Unchanged);
    }

    [Theory]
    [InlineData("\"policies\": [{\"name\": \"a\"}]", "assignedPolicy", "is missing")]
    [InlineData("\"assignedPolicy\": \"a\"", "assignedPolicy", "not there")]
    [InlineData("\"policies\": [{\"name\": \"abcd\"}], \"assignedPolicy\": \"abce\"", "assignedPolicy", "did you mean \"abcd\"?")]
    [InlineData("\"policies\": [{\"name\": \"a\"}], \"assignedPolicy\": \"a\", \"policy\": {}", "policy", "alternatives")]
    [InlineData("\"policies\": [{}, {\"name\": \"a\"}], \"assignedPolicy\": \"a\"", "policies[0].name", "is missing")]
    [InlineData("\"policies\": [{\"name\": \"a\"}, {\"name\": \"a\"}], \"assignedPolicy\": \"a\"", "policies[1]", "earlier policy")]
    public void Refuses_policies(string text, string field, string message)
    {
        ConfigurationError error = Assert.Single(Read(text).Errors);

        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"destination": "10.2.0.9"}""", "net", true)]
    [InlineData("""{"source": "me", "destination": "10.2.0.0/16"}""", "net", true)]
    [InlineData("""{"destination": "10.2.0.0/16", "protocol": "tcp"}""", "net", true)]
    [InlineData("""{"source": "10.1.0.0/16", "destination": "10.2.0.0/16"}""", "net", false)]
    [InlineData("""{"destination": "10.2.0.9"}""", "other", false)]
    public void Warns_of_a_tunnel_that_is_not_between_sites(string filter, string child, bool warns)
    {
        ConfigurationResult<GatewayOptions> result = Read(
            $"{Connections}, \"policy\": {{\"rules\": [{{\"name\": \"r\", \"filters\": [{filter}], \"action\": \"negotiate\", \"connection\": \"branch\", \"child\": \"{child}\"}}]}}");

        Assert.Empty(result.Errors);
        Assert.Equal(warns, result.Warnings.Any(warning => warning.Field == "policy.rules[0].filters"));
    }

    [Fact]
    public void Warns_that_preshared_keys_are_for_testing()
    {
        IEnumerable<ConfigurationError> warnings = Read(Connections).Warnings.Where(
            warning => warning.Message.Contains("for testing only", StringComparison.Ordinal));

        Assert.Equal(["connections[0].authentication", "connections[1].authentication"], warnings.Select(warning => warning.Field));
    }

    private static ConfigurationResult<GatewayOptions> Read(string members) =>
        GatewayOptionsReader.Read("gateway.json", Encoding.UTF8.GetBytes($"{{{members}}}"));
}
