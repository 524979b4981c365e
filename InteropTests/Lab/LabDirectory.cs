namespace Pipeline.InteropTests.Lab;

/// <summary>
/// A directory of its own for each test run, with one directory a case below it. Removed at the end, unless
/// PIPELINE_INTEROP_KEEP names a directory: then it is made there and kept, to repeat a case by hand.
/// </summary>
public sealed class LabDirectory : IDisposable
{
    private readonly bool _isKept;
    private int _caseCount;

    public LabDirectory()
    {
        string? keep = Environment.GetEnvironmentVariable("PIPELINE_INTEROP_KEEP");
        _isKept = !string.IsNullOrEmpty(keep);
        Root = _isKept
            ? Directory.CreateDirectory(Path.Combine(keep!, Guid.NewGuid().ToString("n")[..8])).FullName
            : Directory.CreateTempSubdirectory("pipeline-interop-").FullName;
    }

    /// <summary>The directory of the run.</summary>
    public string Root { get; }

    /// <summary>Makes the directory of the next case.</summary>
    public string NewCase() =>
        Directory.CreateDirectory(Path.Combine(Root, $"case-{Interlocked.Increment(ref _caseCount):d3}")).FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isKept)
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
