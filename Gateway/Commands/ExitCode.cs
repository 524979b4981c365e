namespace Pipeline.Gateway.Commands;

/// <summary>What the process returns to its caller.</summary>
internal enum ExitCode
{
    /// <summary>Everything that was asked for was done.</summary>
    Success = 0,

    /// <summary>The work was done and failed: packets were lost, a disk was full.</summary>
    Failed = 1,

    /// <summary>What the user gave cannot be used: an option, a capture, an SA file, a configuration.</summary>
    BadInput = 2,

    /// <summary>A privilege, a device or a network port is missing or taken; or the running gateway that was asked is not there.</summary>
    Unavailable = 3,

    /// <summary>The user interrupted: 128 + SIGINT, as shells expect.</summary>
    Interrupted = 130,
}
