using System.Text;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Ports;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration;

/// <summary>The object <c>ports</c> of the gateway's file.</summary>
public sealed class PortOptionsReaderTests
{
    [Fact]
    public void Everything_has_a_default()
    {
        PortOptions ports = Read("{}").Value!.Ports;

        Assert.Equal(("pipeline0", 1400), (ports.Tun.Name, ports.Tun.Mtu));
        Assert.Equal((500, 4500, true), (ports.Outer.IkePort, ports.Outer.NatTraversalPort, ports.Outer.RawIp));
        Assert.Empty(ports.Tun.Routes);
        Assert.Empty(ports.Outer.Addresses);
    }

    [Fact]
    public void Every_field_is_read()
    {
        PortOptions ports = Read("""
            { "ports": {
                "tun": { "name": "ipsec%d", "mtu": 9000, "addresses": ["10.1.0.1/16", "fd00::1/64"], "routes": ["10.2.0.0/16", "fd01::/64"] },
                "outer": { "addresses": ["192.0.2.1", "2001:db8::1"], "ikePort": 5000, "natTraversalPort": 5001, "rawIp": false,
                           "socketBufferBytes": 65536 } } }
            """).Value!.Ports;

        Assert.Equal(("ipsec%d", 9000), (ports.Tun.Name, ports.Tun.Mtu));
        Assert.Equal(["10.1.0.1/16", "fd00::1/64"], ports.Tun.Addresses.Select(address => address.ToString()));
        Assert.Equal(["10.2.0.0/16", "fd01::/64"], ports.Tun.Routes.Select(network => network.ToString()));
        Assert.Equal(["192.0.2.1", "2001:db8::1"], ports.Outer.Addresses.Select(address => address.ToString()));
        Assert.Equal((5000, 5001), (ports.Outer.IkePort, ports.Outer.NatTraversalPort));
        Assert.Equal((false, 65536), (ports.Outer.RawIp, ports.Outer.SocketBufferBytes));
    }

    [Theory]
    [InlineData("""{ "tun": { "name": "a-name-that-is-too-long" } }""", "ports.tun.name")]
    [InlineData("""{ "tun": { "name": "a/b" } }""", "ports.tun.name")]
    [InlineData("""{ "tun": { "mtu": 1279 } }""", "ports.tun.mtu")]
    [InlineData("""{ "tun": { "mtu": 9217 } }""", "ports.tun.mtu")]
    [InlineData("""{ "tun": { "addresses": ["10.1.0.1/33"] } }""", "ports.tun.addresses[0]")]
    [InlineData("""{ "tun": { "routes": ["10.2.0.1/16"] } }""", "ports.tun.routes[0]")]
    [InlineData("""{ "tun": { "routes": [7] } }""", "ports.tun.routes[0]")]
    [InlineData("""{ "outer": { "addresses": ["here"] } }""", "ports.outer.addresses[0]")]
    [InlineData("""{ "outer": { "ikePort": 0 } }""", "ports.outer.ikePort")]
    [InlineData("""{ "outer": { "natTraversalPort": 500 } }""", "ports.outer.natTraversalPort")]
    [InlineData("""{ "outer": { "socketBufferBytes": 1 } }""", "ports.outer.socketBufferBytes")]
    [InlineData("""{ "inner": {} }""", "ports.inner")]
    public void What_is_wrong_is_named(string ports, string field)
    {
        ConfigurationError error = Assert.Single(Read($$"""{ "ports": {{ports}} }""").Errors);

        Assert.StartsWith($"gateway.json:1: {field}: ", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onTraffic", "\"ikePort\": 5000", false)]
    [InlineData("start", "\"natTraversalPort\": 5001", false)]
    [InlineData("never", "\"ikePort\": 5000", true)]
    [InlineData("start", "\"ikePort\": 500", true)]
    public void Other_ports_are_for_gateways_that_only_answer(string initiate, string port, bool isGood)
    {
        ConfigurationResult<GatewayOptions> result = Read($$"""
            { "ports": { "outer": { {{port}} } },
              "credentials": { "presharedKeys": [{ "name": "k", "secret": "a long enough secret" }] },
              "connections": [{ "name": "branch", "localAddress": "192.0.2.1", "remoteAddress": "192.0.2.2", "authentication": "psk", "presharedKey": "k",
                                "initiate": "{{initiate}}", "children": [{ "name": "hosts" }] }] }
            """);

        Assert.Equal(isGood, result.Errors.All(error => !error.ToString().Contains("ports.outer: ", StringComparison.Ordinal)));
        Assert.Equal(isGood, result.Value is not null);
    }

    private static ConfigurationResult<GatewayOptions> Read(string json) =>
        GatewayOptionsReader.Read("gateway.json", Encoding.UTF8.GetBytes(json));
}
