using System.Runtime.CompilerServices;

namespace Pipeline.UnitTests.Support;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The projects that are the product.</summary>
    public static readonly string[] Projects = ["Crypto", "Engine", "Actors", "Gateway", "LoadTests"];

    /// <summary>The folder with Pipeline.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file of a folder below the root.</summary>
    public static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    /// <summary>A text file, by its path from the root.</summary>
    public static string ReadText(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
