using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration;

/// <summary>The schemas accept what the document and the samples show, and say the same defaults and ranges as the document.</summary>
public sealed partial class ConfigurationSchemaTests
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly string Document = Repository.ReadText("docs", "CONFIGURATION.md");

    /// <summary>What stands in front of each table of options, and where the schema has the same options.</summary>
    public static TheoryData<string, string> Tables => new()
    {
        { "## The gateway's file", "" },
        { "### `shards`", "properties/shards" },
        { "Linux only. `tun` is the device", "properties/ports/properties/tun" },
        { "`outer` is the side", "properties/ports/properties/outer" },
        { "### `policy`", "$defs/policy" },
        { "| field of a rule", "$defs/rule" },
        { "| field of `addresses`", "$defs/policy/properties/addresses" },
        { "| field of a filter action", "$defs/filterAction" },
        { "### `ike`", "properties/ike" },
        { "### `control`", "properties/control" },
        { "### `credentials`", "properties/credentials" },
        { "| field of a preshared key", "properties/credentials/properties/presharedKeys/items" },
        { "| field of a certificate", "properties/credentials/properties/certificates/items" },
        { "### One connection", "$defs/connection" },
        { "| field of `retransmit`", "$defs/connection/properties/retransmit" },
        { "### One child of a connection", "$defs/child" },
    };

    public static TheoryData<string> Samples =>
    [
        Path.Combine("Gateway", "gateway.json"),
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "samples"), "*.json").Select(file => Path.GetRelativePath(Repository.Root, file)),
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_is_valid(string file) => AssertValid("gateway.schema.json", Repository.ReadText(file.Split(Path.DirectorySeparatorChar)));

    [Fact]
    public void Every_example_of_the_document_is_valid()
    {
        string[] examples = [.. Examples().Matches(Document).Select(match => match.Groups[1].Value)];

        Assert.Equal(3, examples.Length);
        Assert.All(examples, example => AssertValid(
            example.Contains("sa-file.schema.json", StringComparison.Ordinal) ? "sa-file.schema.json" : "gateway.schema.json", example));
    }

    [Theory]
    [InlineData("""{ "shards": { "shardCount": 257 } }""")]
    [InlineData("""{ "shrads": {} }""")]
    [InlineData("""{ "control": { "socket": "" } }""")]
    [InlineData("""{ "connections": [{ "name": 7 }] }""")]
    public void What_the_reader_refuses_the_schema_refuses(string text) => Assert.False(Evaluate("gateway.schema.json", text).IsValid);

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_of_the_document_says_what_the_schema_says(string heading, string path)
    {
        Dictionary<string, string> rows = RowsBehind(heading);
        JsonElement properties = Schema(path).GetProperty("properties");

        Assert.Equal(properties.EnumerateObject().Select(property => property.Name).Order(), rows.Keys.Order());
        foreach (JsonProperty property in properties.EnumerateObject())
        {
            string row = rows[property.Name];
            foreach (string keyword in new[] { "default", "minimum", "maximum" })
            {
                if (property.Value.TryGetProperty(keyword, out JsonElement value) && value.ValueKind is not JsonValueKind.Array)
                {
                    Assert.True(Says(row, Text(value)), $"{property.Name}: {keyword} {Text(value)} of the schema is not in the document: {row}");
                }
            }
        }
    }

    private static bool Says(string row, string value) => Regex.IsMatch(row, $@"(?<![\w.]){Regex.Escape(value)}(?![\w.])");

    private static string Text(JsonElement value) => value.ToString() switch
    {
        "True" => "true",
        "False" => "false",
        "9223372036854775807" => "2^63-1",
        var text => text,
    };

    /// <summary>The rows of the first table behind some words, by the option that each is about.</summary>
    private static Dictionary<string, string> RowsBehind(string words)
    {
        int start = Document.IndexOf($"\n{words}", StringComparison.Ordinal);
        Assert.True(start >= 0, words);
        var rows = new Dictionary<string, string>();
        IEnumerable<string> table = Document[(start + 1)..].Split('\n').SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'));
        foreach (string row in table.Skip(2))
        {
            foreach (Match name in Name().Matches(row.Split('|')[1]))
            {
                rows.Add(name.Groups[1].Value, row);
            }
        }

        return rows;
    }

    private static JsonElement Schema(string path)
    {
        using JsonDocument schema = JsonDocument.Parse(Repository.ReadText("docs", "gateway.schema.json"));
        JsonElement at = schema.RootElement;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = at.GetProperty(name);
        }

        return at.Clone();
    }

    private static void AssertValid(string schema, string text)
    {
        EvaluationResults results = Evaluate(schema, text);

        Assert.True(results.IsValid, JsonSerializer.Serialize(results));
    }

    private static EvaluationResults Evaluate(string schema, string text)
    {
        using JsonDocument instance = JsonDocument.Parse(text, Lenient);
        return JsonSchema.FromText(Repository.ReadText("docs", schema))
            .Evaluate(instance.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();

    [GeneratedRegex("`([$\\w]+)`")]
    private static partial Regex Name();
}
