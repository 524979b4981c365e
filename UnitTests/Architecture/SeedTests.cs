using System.Text.RegularExpressions;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Architecture;

/// <summary>docs/SEED.md says which test proves which statement of the seed: it must not name what is not there.</summary>
public sealed partial class SeedTests
{
    private static readonly string[] States = ["proven", "in part: ", "open"];

    private static readonly string[][] Rows =
    [
        .. Repository.ReadText("docs", "SEED.md").Split('\n').Where(line => Row().IsMatch(line))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void Every_row_of_the_seed_is_there_and_no_cell_is_empty()
    {
        string[] expected =
        [
            .. Enumerable.Range(1, 15).Select(number => $"P{number}"), .. Enumerable.Range(1, 6).Select(number => $"M{number}"),
            .. Enumerable.Range(1, 4).Select(number => $"C{number}"), "K1", .. Enumerable.Range(1, 10).Select(number => $"N{number}"), "L1", "S1",
        ];

        Assert.Equal(expected, Rows.Select(row => row[0]));
        Assert.All(Rows, row => Assert.True(row.Length == 5 && row.All(cell => cell.Length > 0), row[0]));
        Assert.All(Rows, row => Assert.Contains(States, state => row[4].StartsWith(state, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_test_and_every_place_that_it_names_exists()
    {
        string[] sources = [.. Repository.SourceFiles("UnitTests"), .. Repository.SourceFiles("InteropTests")];
        Dictionary<string, string> classes = sources.ToLookup(Path.GetFileNameWithoutExtension).ToDictionary(
            files => files.Key!, files => string.Concat(files.Select(File.ReadAllText)), StringComparer.Ordinal);
        foreach (string[] row in Rows)
        {
            foreach (string test in Quoted().Matches(row[3]).Select(match => match.Groups[1].Value))
            {
                string[] parts = test.Split('.');
                Assert.True(
                    classes.TryGetValue(parts[0], out string? text) && (parts.Length == 1 || text.Contains($" {parts[1]}(", StringComparison.Ordinal)),
                    $"{row[0]}: {test}");
            }

            foreach (string place in Quoted().Matches(row[2]).Select(match => match.Groups[1].Value).Where(place => place.Contains('/', StringComparison.Ordinal)))
            {
                Assert.True(Path.Exists(Path.Combine(Repository.Root, place)), $"{row[0]}: {place}");
            }
        }
    }

    [GeneratedRegex("^\\| [PMCKNLS][0-9]+ \\|")]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
