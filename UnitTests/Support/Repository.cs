namespace Pipeline.UnitTests.Support;

/// <summary>The files of the repository that tests check against the code.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution, found upwards from the test's own.</summary>
    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>A text file, by its path from the root.</summary>
    public static string ReadText(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string FindRoot(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above has Pipeline.sln.");
    }
}
