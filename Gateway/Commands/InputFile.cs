namespace Pipeline.Gateway.Commands;

/// <summary>Opens what the user gave to read; a file that cannot be read is bad input, not a fault.</summary>
internal static class InputFile
{
    /// <summary>The longest configuration that is read, in bytes: the limit of its reader, and one to see that it is passed.</summary>
    private const int MaximumTextLength = (4 << 20) + 1;

    /// <summary>Opens a file of any length.</summary>
    /// <exception cref="BadInputException">It is not there or cannot be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            throw Unreadable(path, refusal);
        }
    }

    /// <summary>Reads a configuration or an SA file; the caller erases the bytes, since they hold keys.</summary>
    /// <exception cref="BadInputException">It is not there or cannot be read.</exception>
    public static byte[] ReadAll(string path)
    {
        using FileStream stream = Open(path);
        try
        {
            byte[] bytes = new byte[stream.CanSeek ? Math.Min(stream.Length, MaximumTextLength) : MaximumTextLength];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length == bytes.Length)
            {
                return bytes;
            }

            byte[] read = bytes[..length];
            Array.Clear(bytes);
            return read;
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            throw Unreadable(path, refusal);
        }
    }

    /// <summary>The file that a path means in the end, links followed: two paths are compared by it.</summary>
    public static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            // A link that leads nowhere or in a circle; opening it will say so.
            return full;
        }
    }

    private static bool IsRefusal(Exception refusal) =>
        refusal is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static BadInputException Unreadable(string path, Exception refusal) => refusal switch
    {
        FileNotFoundException or DirectoryNotFoundException => new($"{path}: there is no such file"),
        _ when Directory.Exists(path) => new($"{path}: is a directory; name a file"),
        _ => new($"{path}: cannot be read: {refusal.Message}"),
    };
}
