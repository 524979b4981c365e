namespace Pipeline.Gateway.Commands;

/// <summary>A file that appears whole or not at all: written under a temporary name beside its place, then moved there.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _target;
    private readonly string _temporary;
    private bool _isCommitted;

    private OutputFile(string target, string temporary, FileStream stream)
    {
        (_target, _temporary, Stream) = (target, temporary, stream);
    }

    /// <summary>What to write to.</summary>
    public Stream Stream { get; }

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it will be; what is there now stays until <see cref="Commit"/>.</param>
    /// <exception cref="BadInputException">No file can be made there.</exception>
    public static OutputFile Create(string path)
    {
        string target = InputFile.Resolve(path);
        if (Directory.Exists(target))
        {
            throw new BadInputException($"{path}: is a directory; name a file");
        }

        // Moving a file over a device would replace the device.
        if (target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal))
        {
            throw new BadInputException($"{path}: is a device; name a file");
        }

        string temporary = $"{target}.{Path.GetRandomFileName()}.partial";
        try
        {
            return new OutputFile(target, temporary, new FileStream(temporary, FileMode.CreateNew, FileAccess.Write));
        }
        catch (DirectoryNotFoundException)
        {
            throw new BadInputException($"{path}: its directory does not exist");
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: cannot be written: {refusal.Message}");
        }
    }

    /// <summary>Puts the file in its place; whatever writes to <see cref="Stream"/> must have flushed.</summary>
    public void Commit()
    {
        Stream.Dispose();
        File.Move(_temporary, _target, overwrite: true);
        _isCommitted = true;
    }

    /// <summary>Without <see cref="Commit"/>: leaves nothing behind.</summary>
    public void Dispose()
    {
        if (_isCommitted)
        {
            return;
        }

        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // The disk that could not take the file cannot take its end either; it is deleted anyway.
        }

        File.Delete(_temporary);
    }
}
