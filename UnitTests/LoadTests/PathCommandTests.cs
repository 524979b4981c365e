using System.Text.Json;
using Pipeline.LoadTests;
using Pipeline.LoadTests.Commands;
using Pipeline.LoadTests.Rows;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.LoadTests;

/// <summary>The command <c>path</c>, for as short a time as it can: what it writes, not how fast anything is.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class PathCommandTests
{
    [Fact]
    public async Task Json_is_one_array_of_rows_with_every_field_and_the_path_allocates_nothing()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] words = ["path", "--size", "64", "--direction", "out,in", "--rounds", "3", "--warm-up", "0", "--json"];

        int code = await LoadTestsCommandLine.InvokeAsync(words, output, error, TestContext.Current.CancellationToken);

        Assert.Equal("", error.ToString());
        Assert.Equal((int)ExitCode.Success, code);
        using JsonDocument document = JsonDocument.Parse(output.ToString());
        Assert.Equal(["out", "in"], document.RootElement.EnumerateArray().Select(row => row.GetProperty("direction").GetString()));
        foreach (JsonElement row in document.RootElement.EnumerateArray())
        {
            Assert.All(Fields, field => Assert.True(row.TryGetProperty(field, out _), field));
            Assert.True(row.GetProperty("nanosecondsPerPacket").GetDouble() > 0);
            Assert.Equal(0, row.GetProperty("allocatedBytesPerPacket").GetDouble());
        }
    }

    private static IEnumerable<string> Fields => typeof(PathRow).GetProperties()
        .Where(property => property.GetMethod is { IsStatic: false, IsPublic: true })
        .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
}
