using System.Globalization;

namespace Pipeline.Engine.Configuration.Credentials;

/// <summary>Credentials on disk, relative to a folder.</summary>
/// <param name="folder">Where relative paths begin: the folder of the configuration file.</param>
public sealed class CredentialFolder(string folder) : ICredentialFiles
{
    /// <summary>The folder that a configuration file is in.</summary>
    public static CredentialFolder BesideFile(string file) => new(Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".");

    /// <inheritdoc/>
    public bool TryRead(string path, int longest, out CredentialFile file, out string problem)
    {
        file = new CredentialFile([], OthersCanRead: false);
        string full = path;
        try
        {
            full = Path.GetFullPath(path, Path.GetFullPath(folder));
            if (new FileInfo(full) is { Exists: true, Length: 0 })
            {
                // Not opened: a pipe would never let go.
                problem = "is empty, or no ordinary file; name the right file";
                return false;
            }

            using var stream = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (stream.Length > longest)
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"is longer than {longest} bytes; name the right file");
                return false;
            }

            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            bool open = !OperatingSystem.IsWindows() && File.GetUnixFileMode(stream.SafeFileHandle).HasFlag(UnixFileMode.OtherRead);
            file = new CredentialFile(content, open);
            problem = string.Empty;
            return true;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = refusal is FileNotFoundException or DirectoryNotFoundException
                ? $"is not there: {full}; paths are relative to the configuration file"
                : $"cannot be read: {refusal.Message}";
            return false;
        }
    }
}
