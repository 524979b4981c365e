using System.ComponentModel;
using System.Diagnostics;

namespace Pipeline.LoadTests.Kept;

/// <summary>Tells whether what was measured is what was committed.</summary>
internal static class WorkTree
{
    /// <summary>True when files of the repository, kept results apart, differ from the commit that is checked out; false when git does not say.</summary>
    /// <param name="folder">A folder inside the repository.</param>
    public static bool IsChanged(string folder)
    {
        var start = new ProcessStartInfo("git", ["status", "--porcelain", "--", ":/", ":(exclude,top)LoadTests/Results"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process? git = Process.Start(start);
            return git is not null && git.StandardOutput.ReadToEnd().Length > 0;
        }
        catch (Win32Exception)
        {
            // There is no git here.
            return false;
        }
    }
}
