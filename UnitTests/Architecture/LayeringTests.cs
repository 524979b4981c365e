using System.Reflection;
using System.Text.RegularExpressions;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Architecture;

/// <summary>The dependency pictures of docs/ARCHITECTURE.md, as tests.</summary>
public sealed partial class LayeringTests
{
    [Theory]
    [InlineData("Pipeline.Crypto", "")]
    [InlineData("Pipeline.Engine", "Pipeline.Crypto")]
    [InlineData("Pipeline.Actors", "Pipeline.Crypto Pipeline.Engine")]
    public void A_project_sees_only_the_projects_below_it(string project, string allowed)
    {
        IEnumerable<string> seen = ReferencesOf(project).Where(name => name.StartsWith("Pipeline.", StringComparison.Ordinal));

        Assert.Empty(seen.Except(allowed.Split(' ')));
    }

    [Theory]
    [InlineData("BouncyCastle.Cryptography", "Pipeline.Crypto")]
    [InlineData("K4os.Hash.xxHash", "Pipeline.Engine")]
    [InlineData("Spectre.Console", "Pipeline.Gateway Pipeline.LoadTests")]
    [InlineData("System.CommandLine", "Pipeline.Gateway Pipeline.LoadTests")]
    public void A_package_has_one_home_or_one_in_each_executable(string package, string homes)
    {
        IEnumerable<string> users = Repository.Projects.Select(project => "Pipeline." + project)
            .Where(project => ReferencesOf(project).Contains(package));

        Assert.Equal(homes.Split(' '), users);
    }

    [Fact]
    public void Akka_is_unknown_below_Actors()
    {
        Assert.DoesNotContain("Akka", ReferencesOf("Pipeline.Crypto").Concat(ReferencesOf("Pipeline.Engine")));
    }

    [Theory]
    [InlineData("Wire", "")]
    [InlineData("Packets", "Wire")]
    [InlineData("Encapsulation", "Packets Wire")]
    [InlineData("Sa", "Encapsulation Packets Wire")]
    [InlineData("Policy", "Wire")]
    [InlineData("Ports", "Packets Wire")]
    [InlineData("DataPath", "Sa Policy Encapsulation Packets Wire")]
    [InlineData("Ike", "Sa Policy Wire")]
    [InlineData("Configuration", "Ike Policy Sa Encapsulation Ports Wire")]
    public void A_folder_of_Engine_sees_only_the_folders_below_it(string folder, string allowed)
    {
        IEnumerable<string> seen = Repository.SourceFiles("Engine/" + folder)
            .SelectMany(File.ReadLines)
            .Select(line => EngineFolder().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value);

        Assert.Empty(seen.Distinct().Except([folder, .. allowed.Split(' ')]));
    }

    [Theory]
    [InlineData("Wire")]
    [InlineData("Policy")]
    [InlineData("Sa")]
    [InlineData("Encapsulation")]
    [InlineData("Ike")]
    public void Protocol_code_has_no_clock_thread_socket_or_randomness_of_its_own(string folder)
    {
        IEnumerable<string> impure = Repository.SourceFiles("Engine/" + folder)
            .Where(file => Impure().IsMatch(File.ReadAllText(file)));

        Assert.Empty(impure);
    }

    private static IEnumerable<string> ReferencesOf(string assembly) =>
        Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name!);

    [GeneratedRegex(@"^\s*(?:global )?using (?:static )?(?:\w+ = )?Pipeline\.Engine\.(\w+)")]
    private static partial Regex EngineFolder();

    [GeneratedRegex(@"DateTime\.(Utc)?Now|Stopwatch|TimeProvider\.System|new Thread\(|Task\.Run|new Socket\(|new Random\(|Random\.Shared|RandomNumberGenerator|Environment\.TickCount")]
    private static partial Regex Impure();
}
