using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.UnitTests.Engine.Configuration.Credentials;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration;

/// <summary>docs/CONFIGURATION.md, the schemas and the sample say what the readers do.</summary>
public sealed partial class ConfigurationDocumentTests
{
    private static readonly string Document = Repository.ReadText("docs", "CONFIGURATION.md");

    [Fact]
    public void Every_example_is_read_without_an_error()
    {
        string[] examples = [.. Examples().Matches(Document).Select(match => match.Groups[1].Value)];

        Assert.Equal(3, examples.Length);
        Assert.Empty(SaFileReader.Read("CONFIGURATION.md", Encoding.UTF8.GetBytes(examples[0])).Errors);
        Assert.Empty(GatewayOptionsReader.Read("CONFIGURATION.md", Encoding.UTF8.GetBytes(examples[1])).Errors);
        Assert.Empty(GatewayOptionsReader.Read("CONFIGURATION.md", Encoding.UTF8.GetBytes(examples[2]), MemoryFiles.WithSecret("branch.psk")).Errors);
    }

    [Fact]
    public void The_samples_of_a_pair_of_gateways_fit_each_other()
    {
        ConnectionSettings head = Assert.Single(ReadSample("head-office.json").Connections);
        ConnectionSettings branch = Assert.Single(ReadSample("branch.json").Connections);

        Assert.Equal((head.LocalAddress, head.RemoteAddress), (branch.RemoteAddress, branch.LocalAddress));
        Assert.Equal((head.Options.LocalIdentity, head.Options.RemoteIdentity), (branch.Options.RemoteIdentity, branch.Options.LocalIdentity));
        Assert.NotNull(IkeChoice.TryChoose(IkeChoice.Offer(branch.Options.Proposals), head.Options.Proposals, 31, out _));
        Assert.Equal(head.Options.Children[0].Selectors!.Reversed, branch.Options.Children[0].Selectors);
        Assert.Equal(head.Options.Children[0].Proposals, branch.Options.Children[0].Proposals);
    }

    [Fact]
    public void The_defaults_of_proposals_are_in_the_document()
    {
        IEnumerable<Proposal> defaults = [.. IkeProposal.Defaults, .. IkeProposal.Version1Defaults, .. ChildProposal.Defaults, .. ChildProposal.AhDefaults];
        Assert.All(defaults, proposal => Assert.Contains($"`{proposal}`", Document, StringComparison.Ordinal));
    }

    private static GatewayOptions ReadSample(string file)
    {
        byte[] json = Encoding.UTF8.GetBytes(Repository.ReadText("docs", "samples", file));
        ConfigurationResult<GatewayOptions> result = GatewayOptionsReader.Read(file, json, MemoryFiles.WithSecret("branch.psk"));
        Assert.Empty(result.Errors);
        Assert.All(result.Warnings, warning => Assert.Contains("for testing only", warning.Message, StringComparison.Ordinal));
        return result.Value!;
    }

    [Fact]
    public void The_sample_of_the_gateway_is_read_without_an_error() =>
        Assert.Empty(GatewayOptionsReader.Read(
            "gateway.json", Encoding.UTF8.GetBytes(Repository.ReadText("Gateway", "gateway.json"))).Errors);

    [Fact]
    public void Every_field_is_in_the_document_and_in_a_schema()
    {
        string schemas = Repository.ReadText("docs", "sa-file.schema.json") + Repository.ReadText("docs", "gateway.schema.json");
        foreach (string field in AllFields())
        {
            Assert.Contains($"`{field}`", Document, StringComparison.Ordinal);
            Assert.Contains($"\"{field}\": ", schemas, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("sa-file.schema.json")]
    [InlineData("gateway.schema.json")]
    public void A_schema_names_no_field_that_the_readers_do_not_know(string file)
    {
        using JsonDocument schema = JsonDocument.Parse(Repository.ReadText("docs", file));
        HashSet<string> known = [.. AllFields()];

        Assert.All(PropertyNames(schema.RootElement), name => Assert.Contains(name, known));
    }

    private static IEnumerable<string> AllFields() => typeof(ConfigurationFields)
        .GetProperties(BindingFlags.Public | BindingFlags.Static)
        .SelectMany(property => (IReadOnlyList<string>)property.GetValue(null)!)
        .Distinct();

    private static IEnumerable<string> PropertyNames(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().SelectMany(PropertyNames);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        IEnumerable<string> own = element.TryGetProperty("properties", out JsonElement properties)
            ? properties.EnumerateObject().Select(property => property.Name)
            : [];
        return own.Concat(element.EnumerateObject().SelectMany(member => PropertyNames(member.Value)));
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();
}
