using System.Text;
using System.Text.Json;
using Pipeline.Engine.Configuration;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration.Control;

/// <summary>Where the control socket is.</summary>
public sealed class ControlOptionsReaderTests
{
    [Theory]
    [InlineData("""{}""", null)]
    [InlineData("""{ "control": {} }""", null)]
    [InlineData("""{ "control": { "socket": "/tmp/a.sock" } }""", "/tmp/a.sock")]
    public void Reads_the_path(string json, string? expected) => Assert.Equal(expected, Read(json).Value!.Control.Socket);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("\"a\\u0000b\"")]
    public void Refuses_what_is_no_path(string value) => AssertRefused(value);

    [Fact]
    public void Refuses_a_path_that_no_socket_can_have() => AssertRefused(JsonSerializer.Serialize(new string('x', 108)));

    private static void AssertRefused(string value)
    {
        ConfigurationError error = Assert.Single(Read($$"""{ "control": { "socket": {{value}} } }""").Errors);
        Assert.Equal("control.socket", error.Field);
    }

    private static ConfigurationResult<GatewayOptions> Read(string json) => GatewayOptionsReader.Read("f", Encoding.UTF8.GetBytes(json));
}
