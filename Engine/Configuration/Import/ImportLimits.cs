namespace Pipeline.Engine.Configuration.Import;

/// <summary>Bounds of what is read: files come from anywhere.</summary>
public static class ImportLimits
{
    /// <summary>Bytes of the longest file.</summary>
    public const int FileLength = 4 << 20;

    /// <summary>How deep sections may lie in each other, and how many names may lead from one to the next.</summary>
    internal const int Depth = 16;

    /// <summary>Sections and objects of one file.</summary>
    internal const int Objects = 20_000;

    /// <summary>Notes that are kept: a file of a million wrong lines helps nobody with a million notes.</summary>
    internal const int Notes = 1000;

    /// <summary>Proposals of a connection or child.</summary>
    internal const int Proposals = 32;

    /// <summary>Selectors of one side of a child.</summary>
    internal const int Selectors = 128;

    /// <summary>Children of one connection.</summary>
    internal const int Children = 256;
}
