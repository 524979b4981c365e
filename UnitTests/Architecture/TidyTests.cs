using System.Text.RegularExpressions;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Architecture;

/// <summary>House rules that a machine can check.</summary>
public sealed partial class TidyTests
{
    private const int MaximumFileLines = 400;
    private const int MaximumFolderFiles = 20;

    private static readonly string[] BannedNames =
        ["Manager", "Helper", "Helpers", "Utils", "Util", "Common", "Base", "Impl", "Data", "Info", "Processor", "Misc", "Constants"];

    private static IEnumerable<string> ProductFiles => Repository.Projects.SelectMany(Repository.SourceFiles);

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        IEnumerable<string> tooLong = ProductFiles.Where(file => File.ReadLines(file).Count() > MaximumFileLines);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_folder_holds_more_than_about_fifteen_files()
    {
        var crowded = ProductFiles.GroupBy(Path.GetDirectoryName)
            .Where(folder => folder.Count() > MaximumFolderFiles).Select(folder => folder.Key);

        Assert.Empty(crowded);
    }

    [Fact]
    public void No_file_is_named_after_nothing()
    {
        IEnumerable<string> vague = ProductFiles.Where(file =>
            BannedNames.Any(name => Path.GetFileNameWithoutExtension(file).EndsWith(name, StringComparison.Ordinal)));

        Assert.Empty(vague);
    }

    [Fact]
    public void A_file_holds_the_public_type_it_is_named_after()
    {
        var stray = ProductFiles.Where(file => Path.GetFileName(file) != "Program.cs" && !file.EndsWith("Messages.cs", StringComparison.Ordinal))
            .SelectMany(file => PublicType().Matches(File.ReadAllText(file))
                .Select(match => match.Groups[1].Value)
                .Where(type => type != Path.GetFileNameWithoutExtension(file))
                .Select(type => $"{file}: {type}"));

        Assert.Empty(stray);
    }

    [Fact]
    public void Nothing_unfinished_is_left_in_the_source()
    {
        IEnumerable<string> unfinished = ProductFiles.Concat(Repository.SourceFiles("UnitTests")).Concat(Repository.SourceFiles("InteropTests"))
            .Where(file => Unfinished().IsMatch(File.ReadAllText(file)));

        Assert.Empty(unfinished);
    }

    [Fact]
    public void A_test_lies_where_the_thing_it_tests_lies()
    {
        IEnumerable<string> lost = Repository.Projects
            .Where(project => Directory.Exists(Path.Combine(Repository.Root, "UnitTests", project)))
            .SelectMany(project => Repository.SourceFiles("UnitTests/" + project))
            .Where(file => file.EndsWith("Tests.cs", StringComparison.Ordinal))
            .Select(file => Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(Repository.Root, "UnitTests"), file))!)
            .Distinct()
            .Where(folder => !Directory.Exists(Path.Combine(Repository.Root, folder)));

        Assert.Empty(lost);
    }

    // Written apart so that this file does not find itself.
    [GeneratedRegex("TO" + "DO|FIX" + "ME|HA" + "CK|NotImplemented" + "Exception")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^public (?:sealed |abstract |static |readonly |partial |ref )*(?:class|struct|interface|enum|record(?: struct)?) (\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
