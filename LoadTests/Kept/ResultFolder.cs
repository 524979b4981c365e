namespace Pipeline.LoadTests.Kept;

/// <summary>Finds the folder of this machine's results in the repository.</summary>
internal static class ResultFolder
{
    /// <summary>The folder; it need not exist yet.</summary>
    /// <param name="start">A folder inside the repository.</param>
    /// <returns>Null when no repository is around it.</returns>
    public static string? TryFind(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
            {
                return Path.Combine(folder.FullName, "LoadTests", "Results", Machine.Current.Slug);
            }
        }

        return null;
    }
}
