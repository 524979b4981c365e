using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Engine.Configuration;
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

        Assert.Equal(2, examples.Length);
        Assert.Empty(SaFileReader.Read("CONFIGURATION.md", Encoding.UTF8.GetBytes(examples[0])).Errors);
        Assert.Empty(GatewayOptionsReader.Read("CONFIGURATION.md", Encoding.UTF8.GetBytes(examples[1])).Errors);
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
