namespace Pipeline.LoadTests.Commands;

/// <summary>What the process returns to its caller.</summary>
internal enum ExitCode
{
    /// <summary>Everything was measured.</summary>
    Success = 0,

    /// <summary>A measurement could not be made, or showed what must not be: lost packets, garbage.</summary>
    Failed = 1,

    /// <summary>An option cannot be used.</summary>
    BadInput = 2,

    /// <summary>The user interrupted: 128 + SIGINT, as shells expect.</summary>
    Interrupted = 130,
}
